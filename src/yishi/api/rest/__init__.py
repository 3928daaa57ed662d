"""REST under /api/v1/: what a resident or a holder can do on the pages, done by a program.

The same query sets, rules, forms and actions stand behind it as behind the pages; the frame adds what a program needs.
To join, write a module beside these with a router, and name it in `joined.ROUTERS`:

    from .frame import ACTING, Problem, Router, Schema, caller, must_match
    from .paging import Listed, Page, beginning, cut
    from .problems import invalid, missing

    router = Router(tags=["sessions"])

    class Session(Schema): ...                      # what is told: a field each, described
    class Asked(Listed): place: str | None = None   # what a list can be asked
    class Support(Schema, extra="forbid"): ...      # what is sent; unknown fields are refused

    @router.reads("/sessions", gives=Page[Session], summary="Sessions, the next first", chinese="议事会")
    def sessions(request, asked: Query[Asked]):
        begin = beginning(asked.cursor, datetime, int)          # as `cut` names them
        rows = list(...visible_to(caller(request).reader)...[: asked.limit + 1])
        shown, following = cut(rows, asked.limit, "starts_at", "pk")
        return {"items": [told(each) for each in shown], "next": following}

    @router.writes("/sessions/{number}/support", gives=Session, summary="…", by=ACTING)
    def support(request, number: int, body: Support):
        asks = caller(request)
        found = ...visible_to(asks.actor)...first()
        if found is None:
            raise missing()                                     # 404 is also for what may not be seen
        must_match(request, Session, lambda: told(found))       # If-Match → 412; after the row is locked
        actions.support(asks.actor, found, once=asks.once, ...)  # Refused → 403 or 409 by itself
        return told(found)

`reads`: a key is optional (`keyed=True`: needed); ETag, 304 and Link come by themselves. `writes`: one transaction, at
most once under an Idempotency-Key; `by` names the scope a key of a person and one of a post need. Views raise
`Problem`, `invalid(field=_("sentence"))`, `missing()`, `Refused` or `Http404`. Names of views are names of addresses
(`api:rest_…`) and operations; each path needs its line in site/doors.py and tests/site/test_permissions.py, under the
name of its first view. Names of shapes (`Session`) are names in the document: one of a kind in the whole interface.
What can be done to anything but a case is a line of a table: a `Deed` of a `Subject` (`acting`).
"""
