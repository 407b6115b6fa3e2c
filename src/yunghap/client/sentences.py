"""What the client itself has to say, in the two languages; what the exchange says comes in the language asked for."""

_SENTENCES = {
    "terminated": ("제공자가 계약을 거절했습니다.", "The provider declines the contract."),
    "waiting": (
        "협상 {negotiation}은(는) 아직 {state} 상태입니다. 사람이 결정하면 계약 목록에 나타납니다.",
        "Negotiation {negotiation} is still {state}; once a person has decided, it is among the contracts.",
    ),
    "starting": (
        "전송 {transfer}이(가) 아직 시작되지 않았습니다.",
        "Transfer {transfer} has not started yet.",
    ),
    "token": ("제공자가 접근 토큰을 받아들이지 않습니다.", "The provider does not accept the token."),
    "unreachable": ("{url}에 연결할 수 없습니다({why}).", "{url} cannot be reached ({why})."),
    "slow": ("너무 오래 걸립니다", "it takes too long"),
    "refused": ("연결을 받는 곳이 없습니다", "nothing there takes the connection"),
    "certificate": (
        "인증서나 암호화가 올바르지 않습니다",
        "its certificate or its encryption is not sound",
    ),
    "broken": ("연결이 끊겼습니다", "the connection broke off"),
    "interrupted": (
        "{endpoint}에서 받던 중 끊겼습니다({why}). 다시 부르면 이어서 받습니다.",
        "The download from {endpoint} broke off ({why}); another call goes on where it stopped.",
    ),
    "digest": (
        "{name}의 SHA-256이 {found}인데, 알려 준 값은 {announced}입니다.",
        "{name} has the SHA-256 {found}; {announced} was announced.",
    ),
    "gone": ("받던 자료가 더는 없습니다.", "What was begun is no longer there."),
    "more": ("알려 준 {size}바이트보다 많이 왔습니다.", "More than the {size} bytes that were announced."),
    "range": ("다른 구간이 왔습니다: {found}", "Another range came: {found}"),
    "length": ("답에 Content-Length가 없습니다.", "The answer has no Content-Length."),
    "other": ("다른 파일의 나머지가 왔습니다.", "The rest of another file came."),
}


def said(key: str, language: str, **values: object) -> str:
    """A sentence in Korean, or in English with "en"."""
    return _SENTENCES[key][language == "en"].format(**values)
