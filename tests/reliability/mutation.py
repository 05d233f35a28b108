"""Real files made into hostile ones: bytes changed anywhere, JSON and XML changed where it hurts, archives packed anew."""

import copy
import io
import json
import random
import re
import zipfile
from functools import lru_cache
from typing import Any

NUMBERS = (b"0", b"-1", b"1e999", b"99999999999999999999", b"NaN", b"2147483648", b"0.1.2", b"", b"\xef\xbc\x91")
TEXTS = ("", " ", "\0", "\ufeff", "\u202e", "=1+1", "A" * 5000, "长" * 3000, "😀", "\ud800", "../../x", "{{body}}", "%s%n", "null", "1/0")
VALUES: tuple[Any, ...] = (None, True, False, 0, -1, 1e308, -1e308, 10**30, 0.1, [], {}, [[]], [None], {"": None}, *TEXTS)
INSERTS = (
    b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    b"&e;",
    b"&#0;",
    b"&#x1F600;",
    b"<![CDATA[x]]>",
    b"<a><a><a>",
    b"]]>",
    b"<?xml version='1.1'?>",
    b"\xff\xfe",
    b"{{",
    b'r:id="rId999"',
)
TAG = re.compile(rb"<[^<>]{1,400}>")
DIGITS = re.compile(rb"\d+")
ATTRIBUTE = re.compile(rb'="[^"]{0,200}"')


def of_bytes(data: bytes, chance: random.Random) -> bytes:
    """Bytes flipped, taken out, doubled, overwritten, cut off."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16, 64))):
        if not found:
            break
        at = chance.randrange(len(found))
        length = chance.choice((1, 1, 2, 4, 8, 64, 512))
        kind = chance.randrange(6)
        if kind == 0:
            found[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del found[at : at + length]
        elif kind == 2:
            found[at:at] = found[at : at + length]
        elif kind == 3:
            found[at : at + length] = bytes([chance.choice((0, 0xFF, 0x7F, 0x80))]) * len(found[at : at + length])
        elif kind == 4:
            found[at : at + length] = chance.randbytes(length)
        elif chance.random() < 0.2:
            del found[at:]
    return bytes(found)


def of_json(data: bytes, chance: random.Random) -> bytes:
    """A value somewhere in it replaced, removed, moved or doubled; sometimes the bytes."""
    if chance.random() < 0.2:
        return of_bytes(data, chance)
    tree = json.loads(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        change_tree(tree, chance)
    text = json.dumps(tree, ensure_ascii=chance.random() < 0.3)
    if chance.random() < 0.05:  # a key twice
        text = re.sub(r'"(\w+)": ', r'"\1": 1, "\1": ', text, count=1)
    if chance.random() < 0.03:
        text = "[" * chance.choice((50, 5000, 200_000)) + text
    return text.encode("utf-8", "surrogatepass" if chance.random() < 0.5 else "replace")


def change_tree(tree: Any, chance: random.Random) -> None:
    """One value of it replaced, removed, moved or doubled."""
    places = list(_places(tree))
    if not places:
        return
    holder, key = chance.choice(places)
    kind = chance.randrange(5)
    if kind <= 1:
        holder[key] = copy.deepcopy(chance.choice(VALUES))
    elif kind == 2:
        del holder[key]
    elif kind == 3 and isinstance(holder, dict):
        holder[chance.choice((*TEXTS, "_id", "_round", "id", "value"))[:50]] = holder.pop(key)
    else:
        other, place = chance.choice(places)
        holder[key] = copy.deepcopy(other[place])


def _places(tree: Any, depth: int = 0) -> Any:
    if depth < 20 and isinstance(tree, dict | list):
        for key, inner in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
            yield tree, key
            yield from _places(inner, depth + 1)


def of_xml(data: bytes, chance: random.Random) -> bytes:
    """Tags taken out, doubled or swapped, numbers and attributes replaced, what is forbidden put in."""
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        kind = chance.randrange(6)
        pattern = (TAG, TAG, DIGITS, ATTRIBUTE)[kind] if kind < 4 else None
        if pattern is None:
            at = chance.randrange(len(data) + 1)
            data = data[:at] + chance.choice(INSERTS) + data[at:] if kind == 4 else of_bytes(data, chance)
            continue
        start = chance.randrange(len(data)) if data else 0
        found = pattern.search(data, start) or pattern.search(data)
        if found is None:
            continue
        new = {
            0: b"",
            1: found.group() * 2,
            2: chance.choice(NUMBERS),
            3: b'="' + chance.choice(NUMBERS + tuple(text.encode("utf-8", "replace") for text in TEXTS)) + b'"',
        }[kind]
        data = data[: found.start()] + new + data[found.end() :]
    return data


@lru_cache
def _unpacked(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return tuple((name, source.read(name)) for name in source.namelist())


def of_zip(data: bytes, chance: random.Random) -> bytes:
    """A part changed, taken out, renamed or doubled and all packed anew; sometimes the bytes of the archive."""
    if chance.random() < 0.15:
        return of_bytes(data, chance)
    real = _unpacked(data)
    parts = list(real)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        number = chance.randrange(len(parts))
        name, content = parts[number]
        kind = chance.randrange(10)
        if kind == 0 and len(parts) > 1:
            del parts[number]
        elif kind == 1:
            parts[number] = (chance.choice(("../" + name, name.upper(), name + "/", "x" * 300, "/abs", name[:-1])), content)
        elif kind == 2:
            parts.append((name if chance.random() < 0.3 else "xl/externalLinks/externalLink1.xml", content))
        else:
            is_text = name.endswith((".xml", ".rels"))
            parts[number] = (name, of_xml(content, chance) if is_text and content else of_bytes(content, chance))
    out = io.BytesIO()
    packing = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    same = set(map(id, real))  # what was not touched is not packed again: that took longer than to read it
    with zipfile.ZipFile(out, "w", packing, compresslevel=1) as target:
        for part in parts:
            target.writestr(zipfile.ZipInfo(part[0]), part[1], zipfile.ZIP_STORED if id(part) in same else packing)
    return out.getvalue()


def of_sqlite(data: bytes, chance: random.Random) -> bytes:
    """Fields of the header and of pages, cells, whole pages swapped; text of the schema and of answers."""
    found = bytearray(data)
    page = 4096
    pages = len(found) // page
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        kind = chance.randrange(6)
        start = chance.randrange(pages) * page
        if kind == 0:
            found[chance.randrange(100)] = chance.randrange(256)
        elif kind == 1:
            found[start + chance.randrange(12)] = chance.randrange(256)
        elif kind == 2:
            at = start + chance.randrange(page)
            found[at : at + 4] = chance.randbytes(4)
        elif kind == 3:
            other = chance.randrange(pages) * page
            found[start : start + page] = found[other : other + page]
        elif kind == 4:
            words = (b"CREATE TABLE", b"STRICT", b"TEXT", b"enterprises", b"INTEGER", b"_round", b"done", b'{"', b"[[", b"null")
            word = chance.choice(words)
            at = found.find(word, chance.randrange(len(found)))
            if at >= 0:
                found[at : at + len(word)] = chance.choice((word[::-1], word.lower(), b"\0" * len(word), chance.randbytes(len(word))))
        else:
            found = bytearray(of_bytes(bytes(found), chance))
            found += b"\0" * (-len(found) % page)
            pages = len(found) // page
            if not pages:
                break
    return bytes(found)
