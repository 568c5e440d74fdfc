"""Who may see a scheme, and the contacts that an owner supplies (sections 6.6 and 6.7)."""
from xml.etree import ElementTree as ET

from status_scheme import MODELS, NS, Malformed, bare_jid, children, only, tag


def access_from(element):
    """The answer to 'access' (section 6.6)."""
    def jids(name):
        return [bare_jid(item.get('jid')) for item in children(only(element, NS, name), NS, 'item')]
    access = {
        'version': element.get('version'),
        'model': element.get('model'),
        'roster': element.get('roster'),
        'groups': [group.text or '' for group in children(only(element, NS, 'groups'), NS, 'group')],
        'allowed': jids('allowed'),
        'blocked': jids('blocked'),
    }
    if not access['version'] or access['model'] not in MODELS or access['roster'] not in ('server', 'owner'):
        raise Malformed('access')
    return access


def access_to(version=None, model=None, groups=None, allowed=None, blocked=None):
    element = ET.Element(tag(NS, 'access'))
    if version is not None:
        element.set('version', version)
    if model is not None:
        element.set('model', model)
    if groups is not None:
        child = ET.SubElement(element, tag(NS, 'groups'))
        for group in groups:
            ET.SubElement(child, tag(NS, 'group')).text = group
    for name, jids in (('allowed', allowed), ('blocked', blocked)):
        if jids is not None:
            child = ET.SubElement(element, tag(NS, name))
            for jid in jids:
                ET.SubElement(child, tag(NS, 'item'), jid=jid)
    return element


def contacts_to(items, patch):
    """A page of contacts: {jid: groups, or None for who is one no more}."""
    element = ET.Element(tag(NS, 'access'))
    contacts = ET.SubElement(element, tag(NS, 'contacts'))
    if patch:
        contacts.set('patch', 'true')
    for jid, groups in items.items():
        item = ET.SubElement(contacts, tag(NS, 'item'), jid=jid)
        if groups is None:
            item.set('subscription', 'remove')
        for group in groups or ():
            ET.SubElement(item, tag(NS, 'group')).text = group
    return element
