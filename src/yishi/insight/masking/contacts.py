"""Addresses of mail, QQ and WeChat: by their shape, or by the word that stands before them."""

import re
from collections.abc import Iterator

from .folding import digit_of
from .spans import Span

_LOCAL = r"(?<![A-Za-z0-9_.+*-])[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}"
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_TOP = r"(?:com|cn|net|org|edu|gov|io|me|hk|tw|info|vip|top|xyz|example|test)"
_MAIL = re.compile(rf"{_LOCAL} {{0,2}}@ {{0,2}}{_NAME}(?: ?\. ?{_NAME}){{1,4}}")
_AT = (
    r"(?: ?\(at\) ?| ?\[at\] ?| ?【at】 ?| ?\(a\) ?| ?\[a\] ?| ?【a】 ?| ?\{at\} ?| at | ?艾特 ?| ?小老鼠 ?| ?圈a ?"
    r"| ?\(@\) ?| ?# ?| ?@ ?)"
)
_DOT = r"(?: ?\. ?| ?点 ?| ?。 ?| ?\(dot\) ?| ?\[dot\] ?| dot )"
_MAIL_NEAR = re.compile(r"[@#]|艾特|小老鼠|圈a| at |[(\[{【](?:at|a)", re.I)
_HIDDEN_MAIL = re.compile(rf"({_LOCAL}){_AT}{_NAME}(?:{_DOT}{_NAME}){{0,3}}{_DOT}{_TOP}(?![A-Za-z0-9])", re.I)

_QQ = re.compile(
    r"扣扣|抠抠|球球|企鹅号|企鹅|秋秋|(?<![A-Za-z])[qQ]{2}(?![A-Za-z])|(?<![A-Za-z0-9])[qQ](?=号|[: ]?\d{6})"
)
_WECHAT = re.compile(
    r"微 ?信|绿泡泡|薇信|威信|维信|徽信|微❤|卫星号|加微(?!信)|➕[vV]|[vV]信|[vV]我|加[vV](?![A-Za-z])"
    r"|(?<![A-Za-z])(?:wechat|weixin|wx|vx|v❤|v(?=[: ]))",
    re.I,
)
_QQ_NEAR, _WECHAT_NEAR = re.compile("[qQ扣抠球企秋]"), re.compile("[vVwW微薇威维徽卫绿]|➕")
"""One character without which the cues cannot be there: most texts are done with that."""
_GLUE = re.compile(
    r"(?:[ :,;.=\-~\"'()]|号码|账号|帐号|号|是|为|群|加我|加一下|搜索|搜|联系|我的|的|id|我|请|可以|加|个人){0,8}",
    re.I,
)
_NOT_PERSONAL = re.compile(r"公众|公号|小程序|视频号|支付|朋友圈|扫码|平台|服务号|订阅号|官方")
_WECHAT_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{4,19}(?![A-Za-z0-9_@-]|\.[A-Za-z])")
_SPACED_ID = re.compile(r"[A-Za-z](?: [A-Za-z0-9_-]){4,19}(?![A-Za-z0-9_@-])")
"""Letter by letter, so that no machine reads it."""
_WXID = re.compile(r"(?<![A-Za-z0-9_])wxid_[a-z0-9]{6,24}(?![A-Za-z0-9_])", re.I)
_WORDS = {"wechat", "weixin", "group", "iphone", "please", "https"}


def find(text: str, folded: str) -> Iterator[Span]:
    """Every mail address, QQ number and WeChat name of the text."""
    yield from _mails(text, folded)
    for cue in _QQ.finditer(folded) if _QQ_NEAR.search(folded) else ():
        begin = _after_cue(folded, cue.end())
        if begin is not None:
            yield from _digits(text, folded, begin, "qq", 0.9)
    for cue in _WECHAT.finditer(folded) if _WECHAT_NEAR.search(folded) else ():
        yield from _wechat(text, folded, cue.end())
    for match in _WXID.finditer(folded) if "_" in folded else ():
        yield _tail_hidden(text, match.start(), match.end(), "wechat", 0.95)


def _mails(text: str, folded: str) -> Iterator[Span]:
    if not _MAIL_NEAR.search(folded):
        return
    for match in _MAIL.finditer(folded):
        at = folded.index("@", match.start())
        shown = f"{text[match.start()]}***{text[at : match.end()]}"
        yield Span(match.start(), match.end(), "mail", 0.97, shown)
    for match in _HIDDEN_MAIL.finditer(folded):
        shown = f"{text[match.start()]}***{text[match.end(1) : match.end()]}"
        yield Span(match.start(), match.end(), "mail", 0.85, shown)


def _after_cue(folded: str, at: int) -> int | None:
    """Where the name begins behind the cue, or None where the cue speaks of something else."""
    if _NOT_PERSONAL.match(folded, at):
        return None
    glue = _GLUE.match(folded, at)
    return glue.end() if glue else at


def _wechat(text: str, folded: str, at: int) -> Iterator[Span]:
    begin = _after_cue(folded, at)
    if begin is None:
        return
    match = _WECHAT_ID.match(folded, begin) or _SPACED_ID.match(folded, begin)
    if match and match.group(0).lower() not in _WORDS:
        yield _tail_hidden(text, begin, match.end(), "wechat", 0.9)
    else:
        yield from _digits(text, folded, begin, "wechat", 0.8)


def _digits(text: str, folded: str, begin: int, kind: str, sure: float) -> Iterator[Span]:
    """Five to twelve digits from here on, with a blank or a dash between them at the most; plain or written out."""
    count, at, end = 0, begin, begin
    while at < len(folded) and count <= 12:
        if digit_of(folded[at]):
            count, end = count + 1, at + 1
        elif folded[at] not in " -" or at > end:
            break
        at += 1
    follows = folded[end : end + 1]
    if (
        5 <= count <= 12
        and not (follows.isascii() and follows.isalnum())
        and follows not in ("元", "块", "人")
    ):
        yield _tail_hidden(text, begin, end, kind, sure)


def _tail_hidden(text: str, start: int, end: int, kind: str, sure: float) -> Span:
    return Span(start, end, kind, sure, text[start] + "*" * (end - start - 1))
