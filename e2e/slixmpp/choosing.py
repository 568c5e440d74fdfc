"""What a viewer shows of a scheme: the look for a state, and the text for a reader (sections 10.2 and 16)."""
from status_scheme import BASE_STATES


def looks_in_order(state, show):
    if state == 'offline':
        return ['offline']
    if state in BASE_STATES:
        return [state, 'available']
    return [state, show or 'available', 'available']


def choose_look(scheme, state, show):
    by_state = {look['state']: look for look in scheme['looks']} if scheme else {}
    return next((by_state[name] for name in looks_in_order(state, show) if name in by_state), None)


def choose_text(words, languages):
    """The lookup of RFC 4647, and a language's regional forms."""
    if not words:
        return None
    for wanted in languages:
        wanted = wanted.lower()
        parts = wanted.split('-')
        while parts:
            for language, text in words.items():
                if language.lower() == '-'.join(parts):
                    return text
            parts.pop()
        for language, text in words.items():
            if language.lower().startswith(wanted + '-'):
                return text
    return words.get('', next(iter(words.values())))
