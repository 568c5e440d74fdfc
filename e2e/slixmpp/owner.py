#!/usr/bin/python3
"""An owner's client of status schemes, written from xep-draft.md alone (section 6)."""
import argparse
import base64
import hashlib
from xml.etree import ElementTree as ET

from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from access import access_from, access_to, contacts_to
from client import PUBLISH_SECONDS, SchemeClient, arguments_of, say
from media import FEATURE_UPLOAD, put_file
from refused import Refused
from rules import scheme_fault
from status_scheme import (BASE_STATES, NS, NS_CLIENT, NS_PURPOSE, NS_UPLOAD, Malformed, bare_jid, children,
                           only, scheme_from, scheme_to, stamp_of, tag, utc_now)

# Of XEP-0363: what a slot may ask to be sent along.
UPLOAD_HEADERS = {'authorization': 'Authorization', 'cookie': 'Cookie', 'expires': 'Expires'}
CONFLICT_TRIES = 5


class Owner(SchemeClient):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.service = None
        self.mine = None
        self.access = None
        self.supplied = None
        self.state = {'show': None, 'status': None, 'state': None, 'until': None}
        self.add_event_handler('roster_update', self.on_roster)
        self.register_handler(Callback('change notice', MatchXPath('{%s}message/{%s}changed' % (NS_CLIENT, NS)),
                                       self.on_notice))

    # The session (section 6.8).

    async def on_session(self, _):
        await self.get_roster()
        self.send_own_presence()
        try:
            await self.begin()
        except (Refused, Malformed) as error:
            say('begin-failed', reason=str(error))
        self.event('ready')

    async def begin(self):
        services = await self.discover(self.boundjid.domain)
        if not services:
            return
        self.service = services[0]
        self.listen(self.service)
        changed, _, _, _ = await self.sync(self.service)
        if self.boundjid.bare in changed:
            await self.fetch_mine()
            await self.get_access()
            await self.supply()
            self.send_own_presence()

    async def fetch_mine(self):
        try:
            self.mine = (await self.fetch(self.service.jid, self.boundjid.bare))['scheme']
        except Refused as refused:
            if refused.condition != 'item-not-found':
                raise
            self.mine = None
        return self.mine

    def on_notice(self, message):
        try:
            changed = only(message.xml, NS, 'changed')
            owner, stamp = bare_jid(changed.get('owner')), stamp_of(changed, True)
        except Malformed:
            return
        say('notice', owner=owner, stamp=stamp, sender=message['from'].full)
        mine = self.service and message['from'].full == self.service.jid and owner == self.boundjid.bare
        if mine and (self.mine is None or self.mine['stamp'] != stamp):
            self.start(self.other_device_published())

    async def other_device_published(self):
        before = self.mine
        await self.fetch_mine()
        if self.mine != before:
            self.send_own_presence()

    # The hint (section 6.9).

    def contacts(self):
        """Who is subscribed to the owner's presence, with the roster groups."""
        return {jid: sorted(set(self.client_roster[jid]['groups'])) for jid in self.client_roster.keys()
                if jid != self.boundjid.bare and self.client_roster[jid]['subscription'] in ('from', 'both')}

    def every_contact_sees(self):
        if self.access is None or self.access['model'] not in ('presence', 'open'):
            return False
        return not set(self.access['blocked']) & set(self.contacts())

    def send_own_presence(self):
        state = self.state
        presence = self.make_presence(pshow=state['show'], pstatus=state['status'])
        if self.mine and self.mine['looks']:
            showing = ET.Element(tag(NS, 'showing'), by=self.service.jid)
            if self.every_contact_sees():
                showing.set('stamp', self.mine['stamp'])
            if state['state']:
                showing.set('state', state['state'])
                if state['until']:
                    showing.set('until', state['until'])
            presence.append(showing)
            say('hint', **dict(showing.attrib))
        presence.send()

    # Publishing (sections 6.1 to 6.5).

    def need_service(self):
        if self.service is None:
            raise Refused('no-service')
        return self.service

    async def upload(self, path, media_type, size=None):
        """A slot and a PUT: what a publish says of the file."""
        service = self.need_service()
        if FEATURE_UPLOAD not in service.features:
            raise Refused('no-upload')
        with open(path, 'rb') as file:
            data = file.read()
        request = ET.Element(tag(NS_UPLOAD, 'request'),
                             {'filename': 'medium', 'size': str(size or len(data)), 'content-type': media_type})
        ET.SubElement(request, tag(NS_PURPOSE, 'profile'))
        slot = await self.ask(service.jid, 'get', request)
        if slot is None or slot.tag != tag(NS_UPLOAD, 'slot'):
            raise Malformed('slot')
        put, get = only(slot, NS_UPLOAD, 'put'), only(slot, NS_UPLOAD, 'get')
        headers = {}
        for header in children(put, NS_UPLOAD, 'header'):
            name = UPLOAD_HEADERS.get((header.get('name') or '').lower())
            if name:
                headers[name] = (header.text or '').replace('\n', '').replace('\r', '')
        status, body = await self.in_thread(put_file, put.get('url'), headers, data, media_type)
        say('uploaded', status=status, body=body, size=len(data), put=put.get('url'))
        if status != 201:
            raise Refused('http-%d' % status, own=body.get('error'))
        return {'type': media_type, 'size': len(data), 'hash': base64.b64encode(hashlib.sha256(data).digest()).decode(),
                'sources': [get.get('url')]}

    async def prepare(self, looks):
        """Looks as they were commanded, with their files uploaded."""
        prepared = []
        for look in looks:
            media = []
            for medium in look.get('media', ()):
                medium = dict(medium)
                path = medium.pop('file', None)
                if path:
                    medium.update(await self.upload(path, medium['type']))
                media.append(medium)
            prepared.append({'show': None, 'texts': {}, **look, 'media': media})
        return prepared

    async def publish(self, looks, replaces=None, check=True, owner=None):
        service = self.need_service()
        scheme = {'owner': owner or self.boundjid.bare, 'looks': looks}
        fault = scheme_fault(scheme, service.limits) if check else None
        if fault:
            raise Refused('checked-here', text=fault)
        # A service that cannot read rosters needs the contacts before the first scheme.
        if self.access is None:
            await self.get_access()
            await self.supply()
        element = ET.Element(tag(NS, 'publish'))
        if replaces is not None:
            element.set('replaces', replaces)
        element.append(scheme_to(scheme))
        answer = await self.ask_own(service.jid, 'set', element, PUBLISH_SECONDS)
        stored = scheme_from(only(answer, NS, 'scheme'))
        if stored['owner'] != self.boundjid.bare:
            raise Malformed('owner')
        self.mine = stored
        self.send_own_presence()
        return stored

    async def do_publish(self, looks, replaces=None, check=True, owner=None):
        return {'scheme': await self.publish(await self.prepare(looks), replaces, check, owner)}

    async def do_edit(self, look, stale=None):
        """Puts one look into the stored scheme. After a conflict the change is made again on what is current."""
        new = (await self.prepare([look]))[0]
        conflicts = []
        for _ in range(CONFLICT_TRIES):
            mine = self.mine if conflicts == [] and stale else await self.fetch_mine()
            looks = [kept for kept in (mine['looks'] if mine else []) if kept['state'] != new['state']] + [new]
            looks = [{**kept, 'media': [{**medium, 'sources': [] if kept is not new else medium['sources']}
                                        for medium in kept['media']]} for kept in looks]
            replaces = stale if conflicts == [] and stale else mine and mine['stamp']
            try:
                return {'scheme': await self.publish(looks, replaces), 'conflicts': conflicts}
            except Refused as refused:
                if refused.condition != 'conflict':
                    raise
                conflicts.append(refused.attributes)
        raise Refused('conflict')

    async def do_upload(self, path, media_type, size=None):
        return await self.upload(path, media_type, size)

    async def do_clear(self):
        return {'scheme': await self.publish([])}

    async def do_mine(self):
        return {'scheme': await self.fetch_mine()}

    # Access (sections 6.6 and 6.7).

    async def get_access(self):
        answer = await self.ask_own(self.need_service().jid, 'get', ET.Element(tag(NS, 'access')))
        self.access = access_from(answer)
        return self.access

    async def set_access(self, element):
        answer = await self.ask_own(self.need_service().jid, 'set', element)
        before = self.every_contact_sees()
        self.access = access_from(answer)
        if self.every_contact_sees() != before:
            self.send_own_presence()
        return self.access

    def to_supply(self):
        blocked = set(self.access['blocked'])
        return {jid: groups for jid, groups in self.contacts().items() if jid not in blocked}

    async def supply(self, page=None):
        """The whole contact list, in pages, if the service says that the owner supplies it."""
        if self.access['roster'] != 'owner':
            return 0
        contacts = self.to_supply()
        page = min(page or self.service.limits['access-entries'], self.service.limits['access-entries'])
        jids = sorted(contacts)
        pages = [jids[at:at + page] for at in range(0, len(jids), page)] or [[]]
        # One after the other: a page waits for the answer to the one before.
        for at, jids in enumerate(pages):
            await self.set_access(contacts_to({jid: contacts[jid] for jid in jids}, patch=at > 0))
        self.supplied = contacts
        say('supplied', contacts=len(contacts), pages=len(pages))
        return len(pages)

    def on_roster(self, _):
        if self.access and self.access['roster'] == 'owner' and self.supplied is not None:
            self.start(self.supply_change())

    async def supply_change(self):
        now, before = self.to_supply(), self.supplied
        patch = {jid: groups for jid, groups in now.items() if before.get(jid) != groups}
        patch.update({jid: None for jid in before if jid not in now})
        if patch:
            self.supplied = now
            await self.set_access(contacts_to(patch, patch=True))
            say('supplied-change', contacts=sorted(patch))

    async def do_access(self):
        return {'access': await self.get_access()}

    async def do_set_access(self, **what):
        access = await self.set_access(access_to(**what))
        if self.supplied is not None:
            await self.supply_change()
        return {'access': access}

    async def do_supply(self, page=None):
        await self.get_access()
        return {'pages': await self.supply(page)}

    # Showing (section 6.9).

    async def do_show(self, show=None, status=None, state=None, seconds=None):
        if state in BASE_STATES:
            show, state = (None if state == 'available' else state), None
        until = utc_now(seconds) if seconds is not None else None
        self.state = {'show': show, 'status': status, 'state': state, 'until': until}
        self.send_own_presence()
        if state and seconds is not None:
            mine = self.state
            self.loop.call_later(seconds, lambda: self.state is mine and self.start(self.do_show(show, status)))

    async def do_raw(self, kind, xml):
        """Any question, as it is given: for what the draft forbids."""
        answer = await self.ask(self.need_service().jid, kind, ET.fromstring(xml) if xml else None)
        return {'answer': None if answer is None else ET.tostring(answer).decode()}


if __name__ == '__main__':
    Owner(arguments_of(argparse.ArgumentParser(description=__doc__))).run()
