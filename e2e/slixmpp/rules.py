"""What an owner's client finds wrong with a scheme before it sends anything (sections 5 and 12)."""
from slixmpp.xmlstream.tostring import tostring

from status_scheme import BASE_STATES, NO_STILL, SHOWS, STATE, look_fault, scheme_to, text_fault


def scheme_fault(scheme, limits):
    """What an owner's client finds wrong before it sends anything (section 6.1), or None."""
    looks = scheme['looks']
    if len({look['state'] for look in looks}) != len(looks):
        return 'two looks for a state'
    if len(looks) > limits['scheme-looks']:
        return 'scheme-looks'
    for look in looks:
        if not STATE.fullmatch(look['state']):
            return 'state'
        if (look.get('show') is not None) if look['state'] in BASE_STATES else (look.get('show') not in SHOWS):
            return 'show'
        # The still of what moves may be left to the service (section 6.2).
        fault = look_fault({'texts': {}, 'media': [], **look})
        if fault and fault != NO_STILL:
            return fault
        for words in [look.get('texts', {})] + [medium.get('desc', {}) for medium in look.get('media', ())]:
            if len(words) > limits['text-languages'] or len({language.lower() for language in words}) != len(words):
                return 'text-languages'
            for text in words.values():
                if text_fault(text):
                    return text_fault(text)
                if len(text) > limits['text-characters']:
                    return 'text-characters'
    if len(tostring(scheme_to(scheme, sources=False)).encode()) > limits['scheme-bytes'] - 256:
        return 'scheme-bytes'
    return None
