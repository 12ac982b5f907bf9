from __future__ import annotations
from jangmadang.reading.findings import Finding
from jangmadang.reading.mentions import Report
def table_findings(report: Report) -> list[Finding]:
    return []
