"""What the viewer and the owner share: they log in, find services and ask.

Commands come as JSON lines on standard input, and events go as JSON lines to standard output.
"""
import asyncio
import json
import logging
import os
import sys
from xml.etree import ElementTree as ET

from slixmpp import JID, ClientXMPP
from slixmpp.exceptions import IqError, IqTimeout

from media import service_from
from refused import Refused, refused_from
from status_scheme import (NS, NS_INFO, NS_ITEMS, Malformed, bare_jid, boolean, children, only, scheme_from,
                           stamp_of, tag)

# How long an answer may take (section 10.6); that to a publish waits for the work on its media.
ANSWER_SECONDS = 10
PUBLISH_SECONDS = 120


def say(event, **fields):
    """One JSON line an event, for whoever started this."""
    print(json.dumps({'event': event, **fields}), flush=True)


class SchemeClient(ClientXMPP):
    """Logs in, finds services, and asks. Commands come as JSON lines on standard input."""

    def __init__(self, arguments):
        super().__init__(arguments.jid, os.environ['XMPP_PASSWORD'],
                         plugin_config={'feature_mechanisms': {'unencrypted_plain': arguments.plain}})
        self.arguments = arguments
        self.services = {}
        self.discovering = {}
        self.jobs = set()
        # Nobody becomes a contact by asking.
        self.auto_authorize = None
        self.auto_subscribe = False
        for plugin in ('xep_0030', 'xep_0115', 'xep_0199'):
            self.register_plugin(plugin)
        self['xep_0030'].add_feature(NS)
        self.add_event_handler('session_start', self.on_session)
        self.add_event_handler('failed_auth', lambda _: self.fail('auth'))
        self.add_event_handler('connection_failed', lambda error: self.fail('connection: %s' % error))

    def fail(self, reason):
        say('failed', reason=reason)
        os._exit(1)

    def run(self):
        plain = self.arguments.plain
        self.connect((self.arguments.host, self.arguments.port),
                     force_starttls=not plain, disable_starttls=plain)
        self.loop.run_until_complete(self.main())

    async def main(self):
        reader = asyncio.StreamReader(limit=1 << 22)
        await self.loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        await self.wait_until('ready', 60)
        say('ready', jid=self.boundjid.full)
        while True:
            line = await reader.readline()
            if not line:
                break
            command = json.loads(line)
            if command['do'] == 'quit':
                break
            self.start(self.obey(command))
        await self.disconnect(wait=2.0)
        say('bye')

    def start(self, job):
        """Runs something beside the rest; what it throws is told and not lost."""
        async def guarded():
            try:
                await job
            except Exception as error:
                logging.exception('a job failed')
                say('internal', error=repr(error))
        task = asyncio.ensure_future(guarded())
        self.jobs.add(task)
        task.add_done_callback(self.jobs.discard)
        return task

    async def obey(self, command):
        tag_ = command.get('tag')
        try:
            answer = await getattr(self, 'do_' + command['do'])(**{
                name: value for name, value in command.items() if name not in ('do', 'tag')})
            say('done', do=command['do'], tag=tag_, **(answer or {}))
        except Refused as refused:
            say('refused', do=command['do'], tag=tag_, **refused.fields())
        except Exception as error:
            say('refused', do=command['do'], tag=tag_, condition='internal', text=repr(error))
            raise

    async def ask(self, to, kind, payload, seconds=ANSWER_SECONDS):
        """One question, and the payload of its answer (None where there is none)."""
        # By itself slixmpp numbers these from 0: an id that others could guess, and twice the same.
        iq = self.make_iq(id=self.new_id(), ito=to, itype=kind)
        if payload is not None:
            iq.append(payload)
        try:
            answer = await iq.send(timeout=seconds)
        except IqError as error:
            raise refused_from(error.iq) from error
        except IqTimeout as error:
            raise Refused('no-answer') from error
        # Only the entity that was asked answers for itself.
        if answer['from'] != JID(to):
            raise Refused('no-answer')
        return answer.xml[0] if len(answer.xml) == 1 else None

    async def ask_own(self, to, kind, payload, seconds=ANSWER_SECONDS):
        """One question whose answer has an element of the same name."""
        answer = await self.ask(to, kind, payload, seconds)
        if answer is None or answer.tag != payload.tag:
            raise Malformed('answer')
        return answer

    async def discover(self, domain):
        """The services that a domain lists, in its order (section 4.2). Whoever comes first asks for all."""
        if domain in self.services:
            return self.services[domain]
        if domain not in self.discovering:
            self.discovering[domain] = asyncio.ensure_future(self.ask_domain(domain))
            self.discovering[domain].add_done_callback(lambda _: self.discovering.pop(domain))
        return await asyncio.shield(self.discovering[domain])

    async def ask_domain(self, domain):
        query = await self.ask_own(domain, 'get', ET.Element(tag(NS_ITEMS, 'query')))
        services = []
        for item in children(query, NS_ITEMS, 'item'):
            if item.get('node'):
                continue
            try:
                info = await self.ask_own(item.get('jid'), 'get', ET.Element(tag(NS_INFO, 'query')))
                service = service_from(bare_jid(item.get('jid')), info)
            except (Refused, Malformed):
                continue
            if service:
                services.append(service)
        self.services[domain] = services
        for service in services:
            say('service', domain=domain, jid=service.jid, features=sorted(service.features),
                limits=service.limits, origins=service.origins)
        if not services:
            say('no-service', domain=domain)
        return services

    def listen(self, service):
        """Directed presence, for notices (section 7.6). It never has a hint."""
        self.make_presence(pto=service.jid).send()

    async def sync(self, service, since=None):
        """All pages: what is listed, what is gone, whether that is everything, and the token."""
        changed, gone, pages, full = {}, set(), 0, False
        first = since
        while True:
            question = ET.Element(tag(NS, 'sync'))
            if since is not None:
                question.set('since', since)
            answer = await self.ask_own(service.jid, 'get', question)
            for child in children(answer, NS, 'changed'):
                owner = bare_jid(child.get('owner'))
                changed[owner] = stamp_of(child, True)
                gone.discard(owner)
            for child in children(answer, NS, 'gone'):
                owner = bare_jid(child.get('owner'))
                gone.add(owner)
                changed.pop(owner, None)
            since, full, pages = answer.get('token'), boolean(answer.get('full')), pages + 1
            if not since:
                raise Malformed('token')
            if not boolean(answer.get('more')):
                break
        say('sync', service=service.jid, since=first, token=since, full=full, pages=pages,
            changed=changed, gone=sorted(gone))
        return changed, gone, full, since

    async def check(self, service, owner, stamp=None):
        question = ET.Element(tag(NS, 'check'), owner=owner)
        if stamp is not None:
            question.set('stamp', stamp)
        answer = await self.ask_own(service, 'get', question)
        if bare_jid(answer.get('owner')) != owner:
            raise Malformed('owner')
        status = answer.get('status')
        if status not in ('current', 'changed', 'none'):
            raise Malformed('status')
        now = stamp_of(answer, status != 'none')
        if status == 'current' and now != stamp:
            raise Malformed('stamp')
        return {'owner': owner, 'status': status, 'stamp': now if status != 'none' else None}

    async def fetch(self, service, owner, stamp=None):
        question = ET.Element(tag(NS, 'fetch'), owner=owner)
        if stamp is not None:
            question.set('stamp', stamp)
        answer = await self.ask_own(service, 'get', question)
        if bare_jid(answer.get('owner')) != owner:
            raise Malformed('owner')
        status, now = answer.get('status'), stamp_of(answer, True)
        if status == 'current':
            if stamp is None or now != stamp:
                raise Malformed('stamp')
            return {'owner': owner, 'status': status, 'stamp': now, 'scheme': None}
        if status != 'changed':
            raise Malformed('status')
        scheme = scheme_from(only(answer, NS, 'scheme'))
        if scheme['owner'] != owner or scheme['stamp'] != now:
            raise Malformed('scheme')
        return {'owner': owner, 'status': status, 'stamp': now, 'scheme': scheme}

    async def in_thread(self, function, *arguments):
        return await self.loop.run_in_executor(None, function, *arguments)


def arguments_of(parser):
    parser.add_argument('--jid', required=True, help='bare or full JID')
    parser.add_argument('--host', default='127.0.0.1')
    parser.add_argument('--port', type=int, default=5222)
    parser.add_argument('--plain', action='store_true', help='no TLS, for tests')
    parser.add_argument('--log', default='WARNING')
    arguments = parser.parse_args()
    logging.basicConfig(level=arguments.log, stream=sys.stderr)
    return arguments
