"""What a viewer asks and gets, how often, and what it is commanded to ask (sections 7, 10.6 and 11.3)."""
import random
import time

from slixmpp import JID

from client import say
from media import MediaError, check_bytes, get_medium
from refused import Refused
from status_scheme import Malformed

# Section 10.6.
FIRST_WAIT = {True: 5, False: 60}
LONGEST_WAIT = 6 * 3600


def stamp_held(held):
    return held['stamp'] if held else None


class Questions:
    def once(self, owner, stamp):
        if (owner, stamp) in self.hints_asked:
            return False
        self.hints_asked.add((owner, stamp))
        return True

    def work(self, owner, what, job):
        """One thing at a time about an owner, and not before a failed one may be tried again."""
        key = (owner, what)
        if key in self.busy or self.failures.get(owner, (0, 0))[1] > time.monotonic():
            job.close()
            return
        async def guarded():
            try:
                await job
                self.failures.pop(owner, None)
            except (Refused, Malformed) as error:
                self.failed(owner, error)
            finally:
                self.busy.pop(key, None)
            self.look_again(owner)
        self.busy[key] = self.start(guarded())

    def failed(self, owner, error):
        passes = isinstance(error, Refused) and error.passes
        wait = min(self.failures.get(owner, (FIRST_WAIT[passes] / 2, 0))[0] * 2, LONGEST_WAIT)
        after = error.attributes.get('after', '0') if isinstance(error, Refused) else '0'
        delay = wait * random.uniform(0.5, 1.5)
        if after.isdigit():
            delay = max(delay, int(after) + random.uniform(0, 1))
        self.failures[owner] = (wait, time.monotonic() + delay)
        say('question-failed', owner=owner, reason=str(error), wait=delay)
        self.loop.call_later(delay + 0.01, self.look_again, owner)

    async def learn(self, _owner, domain):
        await self.meet(domain)

    async def ask_then_get(self, service, owner, stamp):
        async with self.few:
            answer = await self.check(service.jid, owner, stamp)
        say('checked', **answer)
        self.said[owner] = answer['stamp']
        if answer['status'] == 'changed':
            await self.get(service, owner, stamp)

    async def get(self, service, owner, stamp):
        async with self.few:
            try:
                answer = await self.fetch(service.jid, owner, stamp)
            except Refused as refused:
                if refused.condition != 'item-not-found':
                    raise
                say('fetched', owner=owner, status='none', stamp=None, scheme=None)
                self.said[owner] = None
                return
        say('fetched', **answer)
        scheme = answer['scheme']
        if scheme and len(scheme['looks']) > service.limits['scheme-looks']:
            raise Malformed('scheme-looks')
        self.said[owner] = answer['stamp']
        if scheme:
            # A cleared scheme takes the place of the one held: the looks go, and the stamp stays.
            self.cache['schemes'][owner] = {**scheme, 'service': service.jid}
            self.save()

    # Media.

    def service_named(self, jid):
        return next((service for listed in self.services.values() for service in listed if service.jid == jid), None)

    async def get_media(self, owner, scheme, medium):
        service = self.service_named(scheme['service'])
        if service is None:
            return
        forbidden = False
        for url in medium['sources']:
            try:
                async with self.few:
                    data = await self.in_thread(get_medium, url, medium, service)
                self.media[medium['hash']] = data
                say('media', owner=owner, hash=medium['hash'], size=len(data), type=medium['type'], verified=True)
                for known in list(self.there):
                    self.look_again(known)
                return
            except MediaError as error:
                say('media-failed', owner=owner, reason=str(error), status=error.status)
                forbidden = forbidden or error.status == 403
        if forbidden and (owner, scheme['stamp']) not in self.refetched:
            # Once, without a stamp, for new URLs.
            self.refetched.add((owner, scheme['stamp']))
            await self.get(service, owner, None)
            return
        raise Malformed('media')

    # Commands: questions as they are asked on the wire, whatever this viewer would ask by itself.

    async def service_for(self, owner):
        services = await self.discover(JID(owner).domain)
        if not services:
            raise Refused('no-service')
        return services[0]

    async def do_discover(self, domain):
        return {'services': [service.jid for service in await self.discover(domain)]}

    async def do_check(self, owner, stamp=None):
        service = await self.service_for(owner)
        began = time.monotonic()
        answer = await self.check(service.jid, owner, stamp)
        return {**answer, 'ms': (time.monotonic() - began) * 1000}

    async def do_fetch(self, owner, stamp=None):
        return await self.fetch((await self.service_for(owner)).jid, owner, stamp)

    async def do_sync(self, domain, since=None):
        services = await self.discover(domain)
        self.listen(services[0])
        changed, gone, full, token = await self.sync(services[0], since)
        return {'changed': changed, 'gone': sorted(gone), 'full': full, 'token': token}

    async def do_media(self, owner, state):
        """The media of a look, straight from the service and verified."""
        service = await self.service_for(owner)
        scheme = (await self.fetch(service.jid, owner))['scheme']
        look = next(look for look in scheme['looks'] if look['state'] == state)
        got = []
        for medium in look['media']:
            data = await self.in_thread(get_medium, medium['sources'][0], medium, service)
            got.append({'kind': medium['kind'], 'size': len(check_bytes(medium, data)), 'hash': medium['hash'],
                        'head': data[:16].hex(), 'url': medium['sources'][0]})
        return {'media': got}

    async def do_presence(self, show=None):
        self.send_presence(pshow=show)
