"""Every zone of the system's database, and every change of its clocks from 2020 to 2040, as Python's zoneinfo has them.

A line a zone: its name, its offset at the start, then for each change the second of UTC and the offset from then on.
"""

import datetime
import sys
import zoneinfo

UTC = datetime.timezone.utc
START = int(datetime.datetime(2020, 1, 1, tzinfo=UTC).timestamp())
END = int(datetime.datetime(2041, 1, 1, tzinfo=UTC).timestamp())
STEP = 6 * 86400

for name in sorted(zoneinfo.available_timezones()):
    if name == "localtime":
        continue
    zone = zoneinfo.ZoneInfo(name)

    def offset(second):
        return int(datetime.datetime.fromtimestamp(second, zone).utcoffset().total_seconds())

    line = [name, str(offset(START))]
    low, before = START, offset(START)
    while low < END:
        high = min(low + STEP, END)
        after = offset(high)
        if after != before:
            a, b = low, high
            while b - a > 1:
                middle = (a + b) // 2
                if offset(middle) == before:
                    a = middle
                else:
                    b = middle
            line.append(f"{b}:{offset(b)}")
        low, before = high, after
    print(" ".join(line))
