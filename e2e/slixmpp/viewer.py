#!/usr/bin/python3
"""A viewer of status schemes, written from xep-draft.md alone (sections 7 and 10)."""
import argparse
import asyncio
import json
import os
import random
import time

from slixmpp import JID
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from choosing import choose_look, choose_text
from client import SchemeClient, arguments_of, say
from hint import hint_from
from questions import FIRST_WAIT, LONGEST_WAIT, Questions, stamp_held
from refused import Refused
from status_scheme import BASE_STATES, NS, NS_CLIENT, Malformed, bare_jid, only, stamp_of, tag


class Viewer(Questions, SchemeClient):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.languages = arguments.languages.split(',')
        # By owner: resource -> the latest presence.
        self.there = {}
        # What is kept from one session to the next: tokens and what syncs told by service, schemes by owner.
        self.cache = {'account': JID(arguments.jid).bare, 'tokens': {}, 'told': {}, 'schemes': {}}
        self.load()
        # What a service said in this session: owner -> stamp, or None for 'none' and 'gone'.
        self.said = {}
        self.synced = set()
        self.syncing = {}
        # Hints that were asked about, questions that failed, and what is under way.
        self.hints_asked = set()
        self.failures = {}
        self.busy = {}
        self.refetched = set()
        self.few = asyncio.Semaphore(4)
        self.shown = {}
        self.media = {}
        self.add_event_handler('presence', self.on_presence)
        self.add_event_handler('presence_error', self.on_presence)
        self.add_event_handler('roster_update', self.on_roster)
        self.register_handler(Callback('change notice', MatchXPath('{%s}message/{%s}changed' % (NS_CLIENT, NS)),
                                       self.on_notice))

    # The cache.

    def load(self):
        if self.arguments.cache and os.path.exists(self.arguments.cache):
            with open(self.arguments.cache, encoding='utf-8') as file:
                cache = json.load(file)
            # What one account may see is not shown to another.
            if cache.get('account') == self.cache['account']:
                self.cache = cache

    def save(self):
        if self.arguments.cache:
            with open(self.arguments.cache + '.new', 'w', encoding='utf-8') as file:
                json.dump(self.cache, file)
            os.replace(self.arguments.cache + '.new', self.arguments.cache)

    def held(self, owner):
        return self.cache['schemes'].get(owner)

    # The session.

    async def on_session(self, _):
        await self.get_roster()
        self.send_presence()
        if self.arguments.auto:
            try:
                await self.meet(self.boundjid.domain)
            except (Refused, Malformed) as error:
                say('domain-failed', domain=self.boundjid.domain, reason=str(error))
        self.event('ready')

    def is_contact(self, owner):
        return self.client_roster.has_jid(owner) and self.client_roster[owner]['subscription'] in ('to', 'both')

    def on_roster(self, _):
        for owner in list(self.cache['schemes']):
            if not self.is_contact(owner) and owner != self.boundjid.bare:
                self.cache['schemes'].pop(owner)
                self.save()
        for owner in list(self.there):
            self.look_again(owner)

    async def meet(self, domain):
        """Finds the services of a domain, and has one sync with each."""
        services = await self.discover(domain)
        for service in services:
            if service.jid not in self.syncing:
                self.syncing[service.jid] = asyncio.ensure_future(self.sync_once(service))
            await asyncio.shield(self.syncing[service.jid])
        return services

    async def sync_once(self, service):
        self.listen(service)
        wait = FIRST_WAIT[True]
        while True:
            try:
                changed, gone, full, token = await self.sync(service, self.cache['tokens'].get(service.jid))
                break
            except (Refused, Malformed) as error:
                say('sync-failed', service=service.jid, reason=str(error))
                await asyncio.sleep(wait * random.uniform(0.5, 1.5))
                wait = min(wait * 2, LONGEST_WAIT)
        told = self.cache['told'].setdefault(service.jid, {})
        if full:
            told.clear()
        for owner in gone:
            told.pop(owner, None)
            self.said[owner] = None
        told.update(changed)
        # What a later sync does not mention is as the earlier ones said.
        self.said.update(told)
        self.cache['tokens'][service.jid] = token
        self.synced.add(service.jid)
        self.save()
        for owner in list(self.there):
            self.look_again(owner)

    # What comes.

    def on_presence(self, presence):
        kind = presence.xml.get('type', '')
        if kind not in ('', 'unavailable', 'error'):
            return
        sender = presence['from']
        owner = sender.bare
        if owner == self.boundjid.bare or not self.arguments.auto:
            return
        resources = self.there.setdefault(owner, {})
        if kind:
            if sender.resource:
                resources.pop(sender.resource, None)
            else:
                resources.clear()
        else:
            show = (presence.xml.findtext(tag(NS_CLIENT, 'show')) or '').strip()
            resources[sender.resource] = {
                'priority': presence['priority'],
                'show': show if show in ('chat', 'away', 'dnd', 'xa') else 'available',
                'status': presence['status'],
                'hint': hint_from(presence.xml),
                'at': time.monotonic(),
            }
            hint = resources[sender.resource]['hint']
            if hint and hint['until']:
                self.loop.call_later(max(0, min(hint['until'] - time.time(), 1e6)) + 0.01, self.look_again, owner)
        # 'check' without a sync holds until the state changes.
        if not self.synced:
            self.said.pop(owner, None)
        self.look_again(owner)

    def on_notice(self, message):
        sender = message['from']
        try:
            changed = only(message.xml, NS, 'changed')
            owner, stamp = bare_jid(changed.get('owner')), stamp_of(changed, True)
        except Malformed:
            return
        # Believed from a service that the owner's domain is known to list; nobody is asked on account of another.
        listed = self.services.get(JID(owner).domain, ())
        believed = message.xml.get('type') != 'error' and any(sender.full == service.jid for service in listed)
        say('notice', owner=owner, stamp=stamp, sender=sender.full, type=message.xml.get('type'), believed=believed,
            no_store=message.xml.find('{urn:xmpp:hints}no-store') is not None)
        if believed:
            self.said[owner] = stamp
            if owner in self.cache['told'].get(sender.full, {}):
                self.cache['told'][sender.full][owner] = stamp
            self.look_again(owner)

    # What is shown (sections 7.3 and 10).

    def presence_of(self, owner):
        """The resource that counts: by priority, then by who came last."""
        resources = self.there.get(owner) or {}
        return max(resources.values(), key=lambda it: (it['priority'], it['at']), default=None)

    def state_of(self, presence):
        if presence is None:
            return 'offline'
        hint = presence['hint']
        if hint and hint['state'] and hint['state'] not in BASE_STATES and (not hint['until'] or
                                                                             hint['until'] > time.time()):
            return hint['state']
        return presence['show']

    def look_again(self, owner):
        """Looks at a contact from what is known, whatever it was that changed (section 14.2)."""
        if not self.is_contact(owner) or not self.arguments.auto:
            return
        presence = self.presence_of(owner)
        fresh = True
        visible = True
        if presence is not None:
            fresh, visible = self.judge(owner, presence)
        self.show(owner, presence, fresh, visible)

    def judge(self, owner, presence):
        """The table of section 7.3: whether the scheme held is fresh, and whether it may be shown."""
        hint, held = presence['hint'], self.held(owner)
        domain = JID(owner).domain
        if domain not in self.services:
            self.work(owner, 'domain', self.learn(owner, domain))
            return False, True
        services = self.services[domain]
        if not services:
            return True, False
        service = services[0]
        stamp = None
        if hint and hint['by'] is None:
            # Section 8 is not written: this viewer asks no clients.
            hint = None
        if hint:
            named = next((it for it in services if it.jid == hint['by']), None)
            if named:
                service, stamp = named, hint['stamp']
        if owner in self.said:
            said = self.said[owner]
            if said is None:
                if stamp and self.once(owner, stamp):
                    self.work(owner, 'ask', self.ask_then_get(service, owner, stamp_held(held)))
                return True, False
            if held and held['stamp'] == said:
                if stamp and stamp != said and self.once(owner, stamp):
                    self.work(owner, 'ask', self.get(service, owner, held['stamp']))
                return True, True
            self.work(owner, 'ask', self.get(service, owner, stamp_held(held)))
            return False, True
        if service.jid in self.syncing and service.jid not in self.synced:
            # The sync will say.
            return False, True
        if service.jid in self.synced:
            # By the syncs this owner is not visible: one question for each stamp that a hint has.
            if stamp and self.once(owner, stamp):
                self.work(owner, 'ask', self.ask_then_get(service, owner, stamp_held(held)))
            return True, False
        if stamp:
            if held and held['stamp'] == stamp:
                return True, True
            self.work(owner, 'ask', self.get(service, owner, stamp_held(held)))
            return False, True
        self.work(owner, 'ask', self.ask_then_get(service, owner, stamp_held(held)))
        return False, True

    def show(self, owner, presence, fresh, visible):
        held = self.held(owner)
        state = self.state_of(presence)
        look = choose_look(held, state, presence['show'] if presence else None) if held and visible else None
        words = None
        media = []
        if look:
            words = choose_text(look['texts'], self.languages)
            for medium in look['media']:
                media.append({'kind': medium['kind'], 'hash': medium['hash'],
                              'desc': choose_text(medium['desc'], self.languages),
                              'ready': medium['hash'] in self.media})
                if medium['hash'] not in self.media and self.arguments.media and presence is not None:
                    self.work(medium['hash'], 'media', self.get_media(owner, held, medium))
        shown = {'owner': owner, 'there': presence is not None, 'state': state,
                 'look': look['state'] if look else None, 'text': words, 'media': media, 'fresh': fresh,
                 'stamp': held['stamp'] if held and visible else None}
        if self.shown.get(owner) != shown:
            self.shown[owner] = shown
            say('show', **shown)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--cache', help='a file that outlives the session')
    parser.add_argument('--languages', default='en')
    parser.add_argument('--no-auto', dest='auto', action='store_false', help='only do what is commanded')
    parser.add_argument('--no-media', dest='media', action='store_false')
    Viewer(arguments_of(parser)).run()
