"""What the conditional random field of spoken_entities sees of each word of a message."""

from __future__ import annotations

import re

_CHINESE_DIGITS = frozenset("零〇一二两三四五六七八九十百幺洞拐")
_KINDS = {
    "t": frozenset("天日号月周早晚午点分半钟年今明后昨前时候晌夜朝昼晨初末底刻期拜"),
    "p": frozenset("路街巷号村镇乡区县市省楼栋幢座室门口桥园院校店场厂站里弄屯庄寨湾坡沟塘庙旁边面头底"),
    "k": frozenset("爸妈爷奶儿女婆公伯叔姑姨舅哥姐弟妹嫂媳婿孙伴娘爹父母妻夫囡囝娃亲邻"),
    "m": frozenset("我俺咱阮伢阿"),
    "d": frozenset("0123456789零〇幺洞拐"),
    "n": frozenset("一二两三四五六七八九十百"),
    "i": frozenset("在到去来往从离住是给替帮为"),
}

_NOUNS = {
    "place": re.compile(
        r"(?![哪几])[^,，。在到去来是住约向往从哪几]{0,4}?(?:医院|卫生院|卫生所|学校|养老院|敬老院|福利院|居委会|村委会|大厅|便民厅|窗口|市民中心|政务中心|服务中心|菜市?场|"
        r"超市|银行|公园|广场|工地|小区|新村|公寓|车站|弄堂|巷子|过道|楼道|楼梯口|门口|村口|村里|村头|村尾|桥头|河边|街上|镇上|镇里|区里|乡下|家里|厝里|"
        r"[东南西北]门|[东西南北]头|路|街|村|湾|坳|号楼|楼上|楼下|楼|栋)"
    ),
    "relation": re.compile(
        r"(?:我|俺|咱|阮|阿拉|隔壁|楼上|对门)?(?:家|屋头)?(?:老|大|小|二)?(?:爸爸?|妈妈?|爹|娘|爷爷?|奶奶?|公公?|婆婆?|儿子|女儿|闺女|儿媳妇?|媳妇|孙[子女]|外孙女?|"
        r"老伴|老头子?|老太婆|那口子|邻居|朋友|同事|同学|战友|姐妹|老人|(?<!是)小孩|孩子|孤老|东家|保姆|护工|丈人|姆妈|阿[公婆母爸妈]|依[公姆姐伯]|老汉儿?|哥|姐|弟|妹|舅|姑|姨|叔|伯|侄)"
    ),
}
"""Nouns of places and people, which stand in a sentence without a mark of where they begin."""


def features(words: list[str], patterns: list[str], step: str | None) -> list[list[str]]:
    """For each word what stands there and around it, what it looks like, what the patterns say, what was asked."""
    padded = ["<2", "<1", *words, ">1", ">2"]
    tags = ["O", "O", *patterns, "O", "O"]
    shapes = ["-", "-", *map(_shape, words), "-", "-"]
    kinds = ["-", "-", *map(_kinds, words), "-", "-"]
    nouns = ["-", "-", *_nouns(words), "-", "-"]
    length = f"n={min(len(words) // 3, 6)}"
    rows = []
    for place in range(len(words)):
        w2, w1, w, n1, n2 = padded[place : place + 5]
        k2, k1, k, l1, l2 = kinds[place : place + 5]
        rows.append(
            [
                "bias",
                length,
                f"a={step}",
                f"a={step} k={k}",
                f"a={step} at={min(place, 2)} left={min(len(words) - place, 2)}",
                f"at={min(place, 4)}",
                f"left={min(len(words) - place, 4)}",
                f"w={w}",
                f"w-1={w1}",
                f"w+1={n1}",
                f"w-2={w2}",
                f"w+2={n2}",
                f"w-1w={w1}{w}",
                f"ww+1={w}{n1}",
                f"w-2w-1={w2}{w1}",
                f"w+1w+2={n1}{n2}",
                f"k={k}",
                f"k-1k={k1}{k}",
                f"kk+1={k}{l1}",
                f"k-1kk+1={k1}{k}{l1}",
                f"k+1k+2={l1}{l2}",
                f"k-2k-1={k2}{k1}",
                f"s={shapes[place + 1]}{shapes[place + 2]}{shapes[place + 3]}",
                f"p={tags[place + 2]}",
                f"p-1={tags[place + 1]}",
                f"p+1={tags[place + 3]}",
                f"p-1p={tags[place + 1]}{tags[place + 2]}",
                f"o={nouns[place + 2]}",
                f"o-1o={nouns[place + 1]}{nouns[place + 2]}",
                f"oo+1={nouns[place + 2]}{nouns[place + 3]}",
                f"o={nouns[place + 2]} p={tags[place + 2]}",
            ]
        )
    return rows


def _nouns(words: list[str]) -> list[str]:
    """Of which kind of noun each word is the beginning or a further part."""
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += word
    found = ["O"] * len(words)
    for kind, pattern in _NOUNS.items():
        for match in pattern.finditer(text):
            for place, start in enumerate(starts):
                if match.start() <= start < match.end() and found[place] == "O":
                    found[place] = f"{'B' if start == match.start() else 'I'}-{kind}"
    return found


def _kinds(word: str) -> str:
    """Of what kinds of words the character is often a part."""
    return "".join(kind for kind, characters in _KINDS.items() if word in characters) or _shape(word)


def _shape(word: str) -> str:
    if word.isdigit():
        return "d"
    if word in _CHINESE_DIGITS:
        return "n"
    if word.isascii():
        return "a" if word[0].isalpha() else "."
    return "c" if word.isalpha() else "."
