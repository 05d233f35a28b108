"""Makes the file of the newest schema, for ever: python -m tests.db.data.make (from the root of the checkout)."""

import json
from pathlib import Path

from db import operations, surveys
from db.attachments import ROUND, Owner, all_attached, of_item
from db.files import read_survey_file
from db.intake import of_bytes
from db.samples import sample_files
from db.schema import SCHEMA
from db.workspace import Workspace
from diagnosis.authored import Base, Remark
from diagnosis.interchange import survey_to_data

PIXEL = bytes.fromhex(  # a PNG of one pixel
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PATH = Path(__file__).parent / f"schema-{SCHEMA}.jizhen"


def authored_of(workspace: Workspace, round_id: int) -> list[list[str]]:
    """What is written into the report of a round, and its versions."""
    found = workspace.rows("SELECT lang, section, aspect, value FROM authored WHERE _round = ? ORDER BY 1, 2, 3", round_id)
    kept = workspace.rows("SELECT lang, section, 'version', value FROM versions WHERE round = ? ORDER BY 1, 2, 4", round_id)
    return [list(map(str, row)) for row in (*found, *kept)]


def make() -> None:
    """A workspace in which everything was used once; refuses to replace one that is there."""
    with Workspace.create(PATH) as workspace:
        for file in sample_files():
            operations.import_survey(workspace, read_survey_file(file))
        entry = surveys.clusters(workspace)[0]
        first = entry.rounds[0].id
        firm = operations.add_row(
            workspace,
            first,
            "enterprises",
            {
                "name": "某配套企业",
                "uscc": "91430100MA4L16P49G",
                "role": "supporting",
                "gbt4754": "C3514",
                "founded": 2008,
                "employees": 120,
                "revenue": 5600.5,
                "rd_spend": 310,
                "rd_staff": 14,
                "invention_patents": 3,
                "has_rd_unit": True,
                "honours": ("srdi", "hnte"),
                "links_answered": True,
            },
        ).row_id
        operations.set_draft(workspace, first, "enterprises", firm, "revenue", "约六千")
        operations.add_row(workspace, first, "links", {"from": "某配套企业", "to": "三一重工股份有限公司", "kind": "supply", "year": 2019})
        operations.add_row(
            workspace, first, "interviews", {"date": "2019-11-05", "organisation": "某配套企业", "notes": "希望共用检测平台"}
        )
        operations.add_row(workspace, first, "ratings", {"item": "frontier-organiser", "score": "na", "reason": "不是该类集群"})
        operations.move_row(workspace, first, "chain", surveys.rows(workspace, first, "chain")[3][0], 0)
        operations.delete_rows(workspace, first, "institutions", [surveys.rows(workspace, first, "institutions")[1][0]])
        operations.set_answer(workspace, first, "complete", "chain", True)
        operations.set_answer(workspace, first, "classification_override", "type", "strategic")
        operations.set_answer(workspace, first, "classification_override", "reason", "示例")
        operations.create_round(workspace, entry.id, "2022", "2022-06-30")
        files = [of_bytes("厂区.png", PIXEL), of_bytes("名单.txt", "三一重工\n".encode() * 99)]
        operations.attach(workspace, first, Owner("enterprises", firm), files)
        operations.attach(workspace, first, of_item("frontier-organiser"), [of_bytes("说明.pdf", b"%PDF-1.7")])
        operations.attach(workspace, first, ROUND, files)
        held_files = [each.id for each in all_attached(workspace, first)]
        operations.set_caption(workspace, first, held_files[0], "总装车间")
        operations.detach(workspace, first, held_files[-1:])
        operations.set_answer(workspace, first, "services", "testing", False)
        operations.undo(workspace)
        base = Base("集群产值为{fact:output}。", {"output": "1200亿元"}, "规模与地位")
        operations.write_text(workspace, first, "zh", "scale", "集群产值为{fact:output}，**居全国前列**。", base)
        operations.write_text(workspace, first, "zh", "scale", "集群产值为{fact:output}，居全国前列。", base)
        operations.leave_out(workspace, first, "zh", "lessons", "经验借鉴", True)
        operations.add_section(workspace, first, "zh", "own-1", "overview", "沿革", ("own-1", "scale"))
        operations.write_text(workspace, first, "zh", "own-1", "1. 起步\n1. 成长", Base(title="沿革"))
        operations.set_remark(workspace, first, "zh", "scale", Remark("1", "张三", "2026-01-01T00:00:00+00:00", "请核对产值"))
        held = [
            [
                entry.cluster.name_zh,
                one.label,
                survey_to_data(surveys.load(workspace, one.id)),
                [[*key, text] for key, text in surveys.drafts(workspace, one.id).items()],
                [[each.part, each.field, each.name, each.caption] for each in surveys.load(workspace, one.id).attachments],
                authored_of(workspace, one.id),
            ]
            for entry in surveys.clusters(workspace)
            for one in entry.rounds
        ]
    PATH.with_suffix(".json").write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
