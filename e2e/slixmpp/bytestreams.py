#!/usr/bin/python3
"""One file by a Jingle session, as owner or as viewer. The bytestreams are slixmpp's own: its plugins of XEP-0047 (in band)
and XEP-0065 (by a proxy); the few Jingle stanzas around them are written here after sections 8.4 to 8.12 of xep-draft.md."""
import argparse
import asyncio
import base64
import hashlib
import json
import os
import xml.etree.ElementTree as ET

import slixmpp
from slixmpp.plugins.xep_0047 import IBBytestream
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

JINGLE = 'urn:xmpp:jingle:1'
FILE = 'urn:xmpp:jingle:apps:file-transfer:5'
HASHES = 'urn:xmpp:hashes:2'
S5B = 'urn:xmpp:jingle:transports:s5b:1'
IBB = 'urn:xmpp:jingle:transports:ibb:1'
BLOCK = 4096


def say(event, **more):
    print(json.dumps({'event': event, **more}), flush=True)


def element(tag, xmlns, /, *children, **attributes):
    made = ET.Element('{%s}%s' % (xmlns, tag), {key.replace('_', '-'): str(value) for key, value in attributes.items()})
    made.extend(children)
    return made


def leaf(tag, xmlns, text, /, **attributes):
    made = element(tag, xmlns, **attributes)
    made.text = str(text)
    return made


class Party(slixmpp.ClientXMPP):
    def __init__(self, arguments):
        super().__init__(arguments.jid, os.environ['XMPP_PASSWORD'],
                         plugin_config={'feature_mechanisms': {'unencrypted_plain': True}})
        self.peer = arguments.peer
        self.sid = 'slix-1'
        self.proxies = {}
        self.came = bytearray()
        for plugin, options in (('xep_0030', {}), ('xep_0047', {'auto_accept': True}), ('xep_0065', {})):
            self.register_plugin(plugin, options)
        self.register_handler(Callback('Jingle', MatchXPath('{jabber:client}iq/{%s}jingle' % JINGLE), self.on_jingle))
        self.add_event_handler('session_start', self.on_start)
        self.add_event_handler('failed_auth', lambda _: say('refused'))

    async def on_start(self, _):
        self.proxies = await self['xep_0065'].discover_proxies()
        say('ready', jid=str(self.boundjid), proxies={str(jid): list(at) for jid, at in self.proxies.items()})
        await self.begin()

    def on_jingle(self, iq):
        if iq['type'] != 'set':
            return
        iq.reply().send()
        jingle = iq.xml.find('{%s}jingle' % JINGLE)
        say('came', action=jingle.get('action'))
        if jingle.get('action') == 'session-terminate':
            say('ended', reason=[child.tag.split('}')[1] for child in jingle.find('{%s}reason' % JINGLE)])
            return
        asyncio.ensure_future(self.on_action(jingle))

    async def act(self, action, *children, **attributes):
        iq = self.make_iq_set(ito=self.peer)
        iq.append(element('jingle', JINGLE, *children, action=action, sid=self.sid, **attributes))
        await iq.send(timeout=10)

    def content(self, *children):
        return element('content', JINGLE, *children, creator='initiator', name=self.name, senders='responder')

    async def tell(self, state, **attributes):
        transport = element('transport', S5B, element(state, S5B, **attributes), sid=self.stream)
        await self.act('transport-info', self.content(transport))

    async def dial(self, requester, target, host, port):
        plugin = self['xep_0065']
        destination = plugin._get_dest_sha1(self.stream, requester, target)
        _, protocol = await plugin._connect_proxy(destination, host, int(port))
        await asyncio.wait_for(protocol.connected, 5)
        return protocol


class Owner(Party):
    """Accepts whatever is asked for, and sends the one file that it has."""

    async def begin(self):
        with open(self.path, 'rb') as file:
            self.file = file.read()
        self.add_event_handler('ibb_stream_start', self.on_stream)

    async def on_action(self, jingle):
        action = jingle.get('action')
        if action == 'session-initiate':
            self.sid, self.peer = jingle.get('sid'), jingle.get('initiator')
            content = jingle.find('{%s}content' % JINGLE)
            self.name = content.get('name')
            offered = content.find('{%s}transport' % S5B)
            if offered is None:
                offered = content.find('{%s}transport' % IBB)
                answer = element('transport', IBB, sid=offered.get('sid'), block_size=offered.get('block-size'))
            else:
                answer = element('transport', S5B, sid=offered.get('sid'))
            self.stream = offered.get('sid')
            digest = base64.b64encode(hashlib.sha256(self.file).digest()).decode()
            file = element('file', FILE, leaf('size', FILE, len(self.file)), leaf('hash', HASHES, digest, algo='sha-256'))
            description = element('description', FILE, file)
            await self.act('session-accept', self.content(description, answer), responder=self.boundjid)
            if offered.tag == '{%s}transport' % S5B:
                candidate = offered.find('{%s}candidate' % S5B)
                self.socket = await self.dial(self.peer, self.boundjid, candidate.get('host'), candidate.get('port'))
                await self.tell('candidate-used', cid=candidate.get('cid'))
        elif action == 'transport-info' and jingle.find('.//{%s}activated' % S5B) is not None:
            await self.socket.write(self.file)
            self.socket.transport.close()

    async def on_stream(self, stream):
        await stream.sendall(self.file)
        await stream.close()


class Viewer(Party):
    """Asks for the file that has the hash, and says what came."""

    async def begin(self):
        self.name, self.stream = 'file', 'stream-%s' % self.method
        self.add_event_handler('socks5_data', self.came.extend)
        self.add_event_handler('socks5_closed', lambda _: asyncio.ensure_future(self.on_end()))
        if self.method == 'ibb':
            transport = element('transport', IBB, sid=self.stream, block_size=BLOCK)
        else:
            candidates = [element('candidate', S5B, cid='p%d' % at, jid=jid, host=host, port=port, priority=655360 - at,
                                  type='proxy') for at, (jid, (host, port)) in enumerate(self.proxies.items())]
            transport = element('transport', S5B, *candidates, sid=self.stream, mode='tcp')
        file = element('file', FILE, leaf('hash', HASHES, self.hash, algo='sha-256'))
        await self.act('session-initiate', self.content(element('description', FILE, file), transport),
                       initiator=self.boundjid)

    async def on_action(self, jingle):
        action = jingle.get('action')
        if action == 'session-accept' and self.method == 'ibb':
            size = int(jingle.find('.//{%s}transport' % IBB).get('block-size'))
            self.add_event_handler('ibb_stream_end', self.on_close)
            # The plugin's open_stream knows of the stream only after the answer to its request has been worked off, and
            # refuses blocks that come in one packet with that.
            stream = IBBytestream(self, self.stream, size, self.boundjid, slixmpp.JID(self.peer))
            stream.stream_started = True
            await self['xep_0047'].api['set_stream'](stream.self_jid, stream.sid, stream.peer_jid, stream)
            iq = self.make_iq_set(ito=self.peer)
            iq['ibb_open']['sid'], iq['ibb_open']['block_size'], iq['ibb_open']['stanza'] = self.stream, size, 'iq'
            await iq.send(timeout=10)
        elif action == 'session-accept':
            await self.tell('candidate-error')
        elif action == 'transport-info' and jingle.find('.//{%s}candidate-used' % S5B) is not None:
            cid = jingle.find('.//{%s}candidate-used' % S5B).get('cid')
            jid, (host, port) = list(self.proxies.items())[int(cid[1:])]
            self.socket = await self.dial(self.boundjid, self.peer, host, port)
            await self['xep_0065'].activate(jid, self.stream, self.peer)
            await self.tell('activated', cid=cid)

    async def on_close(self, stream):
        while not stream.recv_queue.empty():
            self.came.extend(stream.recv_queue.get_nowait())
        await self.on_end()

    async def on_end(self):
        say('file', size=len(self.came), hash=base64.b64encode(hashlib.sha256(self.came).digest()).decode())
        await self.act('session-info', element('received', FILE, creator='initiator', name=self.name))
        await self.act('session-terminate', element('reason', JINGLE, element('success', JINGLE)))


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('role', choices=('owner', 'viewer'))
    parser.add_argument('--jid', required=True)
    parser.add_argument('--host', required=True)
    parser.add_argument('--port', type=int, required=True)
    parser.add_argument('--path', help='owner: the file')
    parser.add_argument('--peer', help='viewer: whom to ask')
    parser.add_argument('--hash', help='viewer: what to ask for')
    parser.add_argument('--method', choices=('ibb', 's5b'), default='ibb')
    given = parser.parse_args()
    party = (Owner if given.role == 'owner' else Viewer)(given)
    party.path, party.hash, party.method = given.path, given.hash, given.method
    party.connect((given.host, given.port), force_starttls=False, disable_starttls=True)
    party.process()
