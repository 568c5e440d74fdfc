"""Status Schemes, written from xep-draft.md alone: names, values and the document (section 5).

Section numbers are those of the draft. In Python a scheme is plain dictionaries, as it would be in JSON:
{'owner', 'stamp', 'looks': [{'state', 'show', 'texts': {language: text}, 'media': [medium]}]}
"""
import base64
import re
import time
import unicodedata
import urllib.parse
from datetime import datetime, timezone
from xml.etree import ElementTree as ET

from slixmpp import JID
from slixmpp.jid import InvalidJID

NS = 'urn:xmpp:status-scheme:0'
NS_FILE = 'urn:xmpp:file:metadata:0'
NS_SFS = 'urn:xmpp:sfs:0'
NS_HASHES = 'urn:xmpp:hashes:2'
NS_URL = 'http://jabber.org/protocol/url-data'
NS_UPLOAD = 'urn:xmpp:http:upload:0'
NS_PURPOSE = 'urn:xmpp:http:upload:purpose:0'
NS_INFO = 'http://jabber.org/protocol/disco#info'
NS_ITEMS = 'http://jabber.org/protocol/disco#items'
NS_FORM = 'jabber:x:data'
NS_STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas'
NS_CLIENT = 'jabber:client'
LANG = '{http://www.w3.org/XML/1998/namespace}lang'


BASE_STATES = ('available', 'chat', 'away', 'dnd', 'xa', 'offline')
SHOWS = ('available', 'chat', 'away', 'dnd', 'xa')
KINDS = ('image', 'animation', 'audio', 'video')
MODELS = ('presence', 'roster', 'whitelist', 'open')

# Section 12.
LIMITS = {
    'scheme-bytes': 65536, 'scheme-looks': 64, 'text-characters': 128, 'text-languages': 16,
    'image-bytes': 262144, 'image-pixels': 16000000, 'image-side': 512,
    'animation-bytes': 1048576, 'animation-pixels': 40000000, 'animation-side': 512,
    'animation-length': 5000, 'animation-frames': 150,
    'audio-bytes': 524288, 'audio-length': 5000,
    'video-bytes': 2097152, 'video-length': 10000, 'video-side': 640,
    'owner-bytes': 16777216, 'ibb-bytes': 262144, 'access-entries': 1000,
}

STAMP = re.compile(r'\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z', re.ASCII)
STATE = re.compile(r'[a-z0-9_]{1,64}')
NUMBER = re.compile(r'0|[1-9][0-9]{0,15}')
HASH = re.compile(r'[A-Za-z0-9+/]{43}=')
DATE_TIME = re.compile(r'\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})', re.ASCII)


class Malformed(ValueError):
    """What came is not what the draft says (section 5.6)."""


# Values.

def valid_stamp(text):
    if text is None or not STAMP.fullmatch(text):
        return False
    try:
        datetime.strptime(text, '%Y-%m-%dT%H:%M:%S.%fZ')
    except ValueError:
        return False
    return True


def stamp_of(element, required):
    text = element.get('stamp')
    if text is None and not required:
        return None
    if not valid_stamp(text):
        raise Malformed('stamp')
    return text


def bare_jid(text):
    """A bare JID as it is compared, after preparation."""
    if not text:
        raise Malformed('no jid')
    try:
        jid = JID(text)
    except InvalidJID as error:
        raise Malformed('jid') from error
    if jid.resource or not jid.domain:
        raise Malformed('jid')
    return jid.bare


def boolean(text):
    if text in ('true', '1'):
        return True
    if text in (None, 'false', '0'):
        return False
    raise Malformed('boolean')


def number(text):
    text = (text or '').strip()
    if not NUMBER.fullmatch(text):
        raise Malformed('number')
    return int(text)


def time_of(text):
    """An XEP-0082 date-time in any of its forms, as seconds since 1970."""
    if not DATE_TIME.fullmatch(text):
        raise Malformed('date-time')
    whole, fraction, zone = re.fullmatch(r'([^.Z+]*?T[^.Z+-]*)(\.\d+)?(Z|[+-].*)', text).groups()
    try:
        moment = datetime.strptime(whole + zone.replace('Z', '+0000'), '%Y-%m-%dT%H:%M:%S%z')
    except ValueError as error:
        raise Malformed('date-time') from error
    return moment.timestamp() + float(fraction or 0)


def utc_now(later=0.0):
    moment = datetime.fromtimestamp(time.time() + later, timezone.utc)
    return moment.strftime('%Y-%m-%dT%H:%M:%S.') + '%03dZ' % (moment.microsecond // 1000)


def text_fault(text):
    """What is wrong with a text or description (section 5.2), or None."""
    if not text or not text.strip():
        return 'empty'
    for character in text:
        code = ord(character)
        if unicodedata.category(character) in ('Cc', 'Zl', 'Zp') or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
            return 'a character that a text may not contain'
    return None


# The document.

def tag(namespace, name):
    return '{%s}%s' % (namespace, name)


def children(element, namespace, name):
    return element.findall(tag(namespace, name))


def only(element, namespace, name, required=True):
    found = children(element, namespace, name)
    if len(found) > 1 or (required and not found):
        raise Malformed(name)
    return found[0] if found else None


def worded(parent, elements, inherited):
    """Texts by language. '' is no language; languages compare without regard to case."""
    words = {}
    for element in elements:
        language = element.get(LANG)
        if language is None:
            language = parent.get(LANG, inherited)
        text = element.text or ''
        if len(element) or text_fault(text):
            raise Malformed('text')
        if language.lower() in (known.lower() for known in words):
            raise Malformed('xml:lang')
        words[language] = text
    return words


def medium_from(media, inherited):
    language = media.get(LANG, inherited)
    kind = media.get('kind')
    if kind not in KINDS:
        raise Malformed('kind')
    file = only(media, NS_FILE, 'file')
    hashes = [found for found in children(file, NS_HASHES, 'hash') if found.get('algo') == 'sha-256']
    if len(hashes) != 1:
        raise Malformed('hash')
    digest = (hashes[0].text or '').strip()
    if not HASH.fullmatch(digest) or base64.b64encode(base64.b64decode(digest)).decode() != digest:
        raise Malformed('hash')
    medium = {
        'kind': kind,
        'type': (only(file, NS_FILE, 'media-type').text or '').strip().lower(),
        'size': number(only(file, NS_FILE, 'size').text),
        'hash': digest,
        'desc': worded(file, children(file, NS_FILE, 'desc'), language),
        'sources': [],
    }
    if not re.fullmatch(r'[^\s/;]+/[^\s/;]+', medium['type']) or medium['size'] < 1:
        raise Malformed('file')
    for name in ('width', 'height', 'length'):
        child = only(file, NS_FILE, name, required=False)
        if child is not None:
            medium[name] = number(child.text)
    sources = only(media, NS_SFS, 'sources', required=False)
    for source in children(sources, NS_URL, 'url-data') if sources is not None else ():
        parts = urllib.parse.urlsplit(source.get('target') or '')
        if parts.scheme.lower() in ('http', 'https') and parts.hostname and '@' not in parts.netloc:
            medium['sources'].append(source.get('target'))
    return medium


def look_from(element, inherited):
    language = element.get(LANG, inherited)
    state, show = element.get('state'), element.get('show')
    if not state or not STATE.fullmatch(state):
        raise Malformed('state')
    if (show is not None) if state in BASE_STATES else (show not in SHOWS):
        raise Malformed('show')
    look = {
        'state': state,
        'show': show,
        'texts': worded(element, children(element, NS, 'text'), language),
        'media': [medium_from(media, language) for media in children(element, NS, 'media')],
    }
    fault = look_fault(look)
    if fault:
        raise Malformed(fault)
    return look


NO_STILL = 'no still'


def look_fault(look):
    """What is wrong with a look by section 5.4, or None."""
    kinds = [medium['kind'] for medium in look['media']]
    if len(set(kinds)) != len(kinds):
        return 'two media of a kind'
    if ('animation' in kinds or 'video' in kinds) and 'image' not in kinds:
        return NO_STILL
    if not look['texts'] and not look['media']:
        return 'an empty look'
    if not look['texts'] and not all(medium.get('desc') for medium in look['media']):
        return 'a medium without a description'
    return None


def scheme_from(element, stamped=True):
    if element.tag != tag(NS, 'scheme'):
        raise Malformed('scheme')
    looks = [look_from(look, element.get(LANG, '')) for look in children(element, NS, 'look')]
    if len({look['state'] for look in looks}) != len(looks):
        raise Malformed('two looks for a state')
    return {'owner': bare_jid(element.get('owner')), 'stamp': stamp_of(element, stamped), 'looks': looks}


def worded_to(parent, name, words):
    for language, text in words.items():
        child = ET.SubElement(parent, name)
        if language:
            child.set(LANG, language)
        child.text = text


def scheme_to(scheme, sources=True):
    element = ET.Element(tag(NS, 'scheme'), owner=scheme['owner'])
    for look in scheme['looks']:
        child = ET.SubElement(element, tag(NS, 'look'), state=look['state'])
        if look.get('show') is not None:
            child.set('show', look['show'])
        worded_to(child, tag(NS, 'text'), look.get('texts', {}))
        for medium in look.get('media', ()):
            media = ET.SubElement(child, tag(NS, 'media'), kind=medium['kind'])
            file = ET.SubElement(media, tag(NS_FILE, 'file'))
            ET.SubElement(file, tag(NS_FILE, 'media-type')).text = medium['type']
            ET.SubElement(file, tag(NS_FILE, 'size')).text = str(medium['size'])
            for name in ('width', 'height', 'length'):
                if medium.get(name):
                    ET.SubElement(file, tag(NS_FILE, name)).text = str(medium[name])
            worded_to(file, tag(NS_FILE, 'desc'), medium.get('desc', {}))
            ET.SubElement(file, tag(NS_HASHES, 'hash'), algo='sha-256').text = medium['hash']
            if sources and medium.get('sources'):
                group = ET.SubElement(media, tag(NS_SFS, 'sources'))
                for target in medium['sources']:
                    ET.SubElement(group, tag(NS_URL, 'url-data'), target=target)
    return element
