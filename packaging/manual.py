"""The manual page of the command line, in either language, made of the parser and its phrases."""

import argparse
from collections.abc import Iterator

from cli.parser import parser
from diagnosis import __version__
from diagnosis.text import Lang

HEADINGS = {
    "name": {"zh": "名称", "en": "NAME"},
    "synopsis": {"zh": "用法", "en": "SYNOPSIS"},
    "description": {"zh": "说明", "en": "DESCRIPTION"},
    "commands": {"zh": "子命令", "en": "COMMANDS"},
    "status": {"zh": "退出状态", "en": "EXIT STATUS"},
    "environment": {"zh": "环境变量", "en": "ENVIRONMENT"},
    "files": {"zh": "文件", "en": "FILES"},
}
ABOUT = {"zh": "产业集群科技支撑体系的调研、诊断与报告", "en": "survey, diagnosis and report for manufacturing clusters"}
WINDOW = {
    "zh": "不带参数时打开窗口；只写一个 .jizhen 文件时，打开的就是它。其余都是子命令，不需要显示器。程序从不联网。",
    "en": "Without arguments the window opens; with one .jizhen file alone, on that file. The rest are commands, which need no screen. "
    "The program uses no network.",
}
STATUS = (
    ("0", {"zh": "完成", "en": "done"}),
    (
        "1",
        {
            "zh": "输入被拒绝，标准错误上有一行说明，工作区不变",
            "en": "the input is refused, with one line on standard error; nothing is changed",
        },
    ),
    ("2", {"zh": "参数错误", "en": "wrong arguments"}),
    ("3", {"zh": "程序自身的缺陷", "en": "a defect of the program"}),
)
ENVIRONMENT = (
    ("JIZHEN_LANG", {"zh": "zh 或 en：提示的语言，默认随系统", "en": "zh or en: the language of messages, else that of the system"}),
    ("JIZHEN_HOME", {"zh": "设置、备份和日志所在的文件夹", "en": "the folder for settings, backups and the log"}),
)
FILES = (("~/.local/share/Jizhen", {"zh": "设置、备份和日志", "en": "settings, backups and the log"}),)


def manual(lang: Lang) -> str:
    """The page as roff."""
    return "\n".join(_page(parser(lang), lang)) + "\n"


def _page(made: argparse.ArgumentParser, lang: Lang) -> Iterator[str]:
    yield f'.TH JIZHEN 1 "" "Jizhen {__version__}"'
    yield from (f".SH {HEADINGS['name'][lang]}", f"jizhen \\- {_plain(ABOUT[lang])}")
    yield from (f".SH {HEADINGS['synopsis'][lang]}", "\\fBjizhen\\fR [FILE.jizhen]", ".br", "\\fBjizhen\\fR COMMAND ...")
    yield from (f".SH {HEADINGS['description'][lang]}", _plain(WINDOW[lang]))
    yield f".SH {HEADINGS['commands'][lang]}"
    (commands,) = (action for action in made._actions if isinstance(action, argparse._SubParsersAction))  # argparse tells them nowhere else
    told = {each.dest: each.help or "" for each in commands._choices_actions}
    for name, command in commands.choices.items():
        usage = " ".join(command.format_usage().split()[3:])
        yield from (".TP", f"\\fB{name}\\fR {_plain(usage)}", _plain(told[name]))
    for heading, entries in (("status", STATUS), ("environment", ENVIRONMENT), ("files", FILES)):
        yield f".SH {HEADINGS[heading][lang]}"
        for word, what in entries:
            yield from (".TP", f"\\fB{_plain(word)}\\fR", _plain(what[lang]))


def _plain(text: str) -> str:
    """Text that roff takes as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
