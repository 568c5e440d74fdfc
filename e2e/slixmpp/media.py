"""Services' limits and origins (section 4), and media over HTTP (section 11.3).

http.client follows no redirects and sends no credentials. What waits for the network here is to be run in a thread.
"""
import base64
import hashlib
import http.client
import json
import urllib.parse

from status_scheme import LIMITS, NS, NS_FORM, NS_INFO, NUMBER, children

FEATURE_STORE = NS + '#store'
FEATURE_UPLOAD = NS + '#upload'


class Service:
    def __init__(self, jid, features, limits, origins):
        self.jid, self.features, self.limits, self.origins = jid, features, limits, origins


def origin_of(url):
    parts = urllib.parse.urlsplit(url)
    scheme = parts.scheme.lower()
    usual = {'http': 80, 'https': 443}[scheme]
    port = parts.port or usual
    host = parts.hostname or ''
    if ':' in host:
        host = '[%s]' % host
    return '%s://%s%s' % (scheme, host, '' if port == usual else ':%d' % port)


def service_from(jid, query):
    """What a service says of itself, or None where it is none."""
    features = {feature.get('var') for feature in children(query, NS_INFO, 'feature')}
    if FEATURE_STORE not in features:
        return None
    limits, origins = dict(LIMITS), []
    for form in children(query, NS_FORM, 'x'):
        fields = {field.get('var'): [value.text or '' for value in children(field, NS_FORM, 'value')]
                  for field in children(form, NS_FORM, 'field')}
        if fields.get('FORM_TYPE') != [NS]:
            continue
        origins = [origin.strip() for origin in fields.get('media-origins', ())]
        for name in LIMITS:
            if len(fields.get(name, ())) == 1 and NUMBER.fullmatch(fields[name][0].strip()):
                limits[name] = int(fields[name][0])
    known = []
    for origin in origins:
        try:
            known.append(origin_of(origin))
        except (KeyError, ValueError):
            continue
    return Service(jid, features, limits, known)


class MediaError(Exception):
    def __init__(self, reason, status=None):
        super().__init__(reason)
        self.status = status


def connection_to(parts):
    made = http.client.HTTPSConnection if parts.scheme.lower() == 'https' else http.client.HTTPConnection
    return made(parts.hostname, parts.port, timeout=30)


def path_of(parts):
    return (parts.path or '/') + ('?' + parts.query if parts.query else '')


def media_type_fits(kind, media_type):
    if kind in ('image', 'animation'):
        return media_type.startswith('image/') and not media_type.startswith('image/svg')
    return media_type.startswith(kind + '/')


def check_bytes(medium, data):
    if len(data) != medium['size']:
        raise MediaError('size')
    if base64.b64encode(hashlib.sha256(data).digest()).decode() != medium['hash']:
        raise MediaError('hash')
    return data


def get_medium(url, medium, service):
    """The bytes of a medium from one of its URLs. Blocks: run it in a thread."""
    if origin_of(url) not in service.origins:
        raise MediaError('origin')
    if not media_type_fits(medium['kind'], medium['type']):
        raise MediaError('type')
    if medium['size'] > 2 * service.limits[medium['kind'] + '-bytes']:
        raise MediaError('larger than what this viewer is ready for')
    parts = urllib.parse.urlsplit(url)
    connection = connection_to(parts)
    try:
        connection.request('GET', path_of(parts))
        response = connection.getresponse()
        if response.status != 200:
            raise MediaError('status', response.status)
        # One byte more than announced is enough to know.
        return check_bytes(medium, response.read(medium['size'] + 1))
    except (OSError, http.client.HTTPException) as error:
        raise MediaError(type(error).__name__) from error
    finally:
        connection.close()


def put_file(url, headers, data, content_type):
    """Sends an upload to its slot; answers the status and the JSON of a refusal. Blocks."""
    parts = urllib.parse.urlsplit(url)
    connection = connection_to(parts)
    try:
        connection.request('PUT', path_of(parts), body=data, headers={**headers, 'Content-Type': content_type})
        response = connection.getresponse()
        body = response.read(65536)
    finally:
        connection.close()
    try:
        return response.status, json.loads(body) if body else {}
    except ValueError:
        return response.status, {}
