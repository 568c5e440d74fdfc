"""The hint in presence (section 6.9)."""
from status_scheme import NS, STATE, Malformed, bare_jid, only, stamp_of, time_of


def hint_from(presence):
    """The hint of a presence, or None: malformed is as if it were not there."""
    try:
        showing = only(presence, NS, 'showing', required=False)
        if showing is None:
            return None
        hint = {'stamp': stamp_of(showing, False), 'by': None, 'state': None, 'until': None}
        if showing.get('by') is not None:
            hint['by'] = bare_jid(showing.get('by'))
        if showing.get('state') is not None:
            if not STATE.fullmatch(showing.get('state')):
                raise Malformed('state')
            hint['state'] = showing.get('state')
        if showing.get('until') is not None:
            hint['until'] = time_of(showing.get('until'))
        return hint
    except Malformed:
        return None
