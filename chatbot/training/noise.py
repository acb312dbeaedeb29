"""Typing mistakes as people make them, from a seeded random generator."""

from random import Random

NEIGHBOURS = {
    key: near
    for row, near_row in (
        ("qwertyuiop", "wa esqd wrdf etfg ryhg tuhj yijk uokl ipl ol"),
        ("asdfghjkl", "qsz adwx sfec dgrv fhtb gjyn hkum jlim kop"),
        ("zxcvbnm", "asx zcsd xvdf cbfg vngh bmhj njk"),
    )
    for key, near in zip(row, near_row.split(), strict=True)
}
MIN_WORD_CHARS = 4


def add_typos(text: str, random: Random) -> str:
    """Misspell one word in six, at least one; words of fewer than four letters stay."""
    words = text.split(" ")
    candidates = [n for n, word in enumerate(words) if len(word) >= MIN_WORD_CHARS]
    if not candidates:
        return text
    n_typos = max(1, len(words) // 6)
    for position in random.sample(candidates, min(n_typos, len(candidates))):
        words[position] = _misspell(words[position], random)
    return " ".join(words)


def _misspell(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    mistake = random.choice(("swap", "drop", "double", "neighbour"))
    if mistake == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if mistake == "drop":
        return word[:at] + word[at + 1 :]
    if mistake == "double":
        return word[:at] + word[at] + word[at:]
    near = NEIGHBOURS.get(word[at].lower(), word[at])
    return word[:at] + random.choice(near) + word[at + 1 :]
