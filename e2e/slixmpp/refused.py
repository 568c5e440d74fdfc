"""Errors (section 13)."""
from slixmpp.xmlstream.tostring import tostring

from status_scheme import NS, NS_CLIENT, NS_STANZAS, tag


class Refused(Exception):
    """An error answer, or none in time."""

    def __init__(self, condition, kind='', own=None, attributes=None, text='', payload=()):
        super().__init__(own or condition)
        self.condition, self.kind, self.own = condition, kind, own
        self.attributes, self.text, self.payload = attributes or {}, text, list(payload)

    @property
    def passes(self):
        """Whether the error passes by itself (section 10.6)."""
        return self.condition in ('remote-server-timeout', 'resource-constraint', 'no-answer')

    def fields(self):
        return {'condition': self.condition, 'type': self.kind, 'own': self.own, 'attributes': self.attributes,
                'text': self.text, 'payload': self.payload}


def refused_from(iq):
    error = iq.xml.find(tag(NS_CLIENT, 'error'))
    if error is None:
        return Refused('undefined-condition')
    condition, own, attributes, text = 'undefined-condition', None, {}, ''
    for child in error:
        namespace, name = child.tag[1:].split('}')
        if namespace == NS_STANZAS and name == 'text':
            text = child.text or ''
        elif namespace == NS_STANZAS:
            condition = name
        elif namespace == NS and own is None:
            own, attributes = name, dict(child.attrib)
    payload = [tostring(child) for child in iq.xml if child is not error]
    return Refused(condition, error.get('type', ''), own, attributes, text, payload)
