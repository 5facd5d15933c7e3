"""The questions of script/bench reports: each as the API takes it and as SQL over one flat table, and what their answers are compared by."""
import datetime, os, sqlite3, urllib.parse, zoneinfo

CLICK_SECONDS = 20
DAY = datetime.timedelta(days=1)


class Span:
    """The days that a folder's entries are of, in UTC; the first is left out, for it is not whole."""

    def __init__(self, folder):
        db = sqlite3.connect(os.path.join(folder, "ledger.db"))
        first, last = db.execute("SELECT (SELECT min(id) FROM visit) >> 21, (SELECT max(id) FROM visit) >> 21").fetchone()
        self.campaign = db.execute("SELECT campaign_id FROM campaign_total ORDER BY visits DESC LIMIT 1").fetchone()[0]
        db.close()
        day = lambda ms: datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc).date()
        self.first, self.last = day(first) + DAY, day(last)

    def limits(self, question):
        """From on, before to, in ms."""
        first = question.first(self)
        at = lambda date: int(datetime.datetime.combine(date, datetime.time(), zoneinfo.ZoneInfo(question.tz)).timestamp()) * 1000
        return at(first), at(self.last + DAY)


def local_ms(column, tz, limits):
    """That time on the clock of a zone: a CASE over the changes of its offset."""
    zone = zoneinfo.ZoneInfo(tz)
    offset = lambda ms: int(datetime.datetime.fromtimestamp(ms / 1000, zone).utcoffset().total_seconds()) * 1000
    hours = range(limits[0], limits[1], 3_600_000)
    changes = [h for h in hours if offset(h) != offset(h - 3_600_000) and h != hours[0]]
    text = str(offset(hours[0]))
    for h in changes:
        text = f"CASE WHEN {column} >= {h} THEN {offset(h)} ELSE {text} END"
    return f"({column} + {text})"


SUMS = ("visits", "clicks", "conversions", "cost", "revenue")
AD_SUMS = ("clicks", "conversions", "cost", "value")
KEYS = {"campaign": "campaign_id", "zone": "zone_id"}


class Question:
    def __init__(self, title, groups, filters=(), where=(), sort=None, tz="UTC", time="visit", days=None, compare=False, is_ad=False, reach=""):
        self.title, self.groups, self.filters, self.where, self.tz, self.time = title, groups, filters, where, tz, time
        self.days, self.compare, self.is_ad, self.reach = days, compare, is_ad, reach
        self.sort = sort or ("clicks" if is_ad else "visits")
        self.sums = AD_SUMS if is_ad else SUMS

    def first(self, span):
        return span.first if self.days is None else max(span.first, span.last - (self.days - 1) * DAY)

    def address(self, span):
        query = [("from", str(self.first(span))), ("to", str(span.last)), ("tz", self.tz), ("limit", "100")]
        if self.groups:
            query += [("group_by", ",".join(self.groups)), ("sort", "-" + self.sort)]
        query.append(("time", "click" if self.is_ad else self.time))
        if self.compare:
            query.append(("compare", "previous"))
        query += [("filter", text.format(campaign=span.campaign)) for text in self.filters]
        return ("adreport?" if self.is_ad else "report?") + urllib.parse.urlencode(query)

    def key(self, group, column, limits):
        local = local_ms(column, self.tz, limits)
        if group == "day":
            return f"{local} / 86400000"
        if group == "hour":
            return f"{local} / 3600000 % 24"
        if group == "weekday":
            return f"({local} / 86400000 + 3) % 7"
        return KEYS.get(group, group)

    def sql(self, span, dialect):
        """The rows; every other engine answers just that."""
        limits = span.limits(self)
        column = "conversion_ms" if self.time == "conversion" else "at_ms"
        keys = [self.key(group, column, limits) for group in self.groups]
        where = [f"{column} >= {limits[0]}", f"{column} < {limits[1]}", "is_bot = 0", *(text.format(campaign=span.campaign, like=dialect.like) for text in self.where)]
        if not self.is_ad:
            where.append("is_test = 0")
        sums = [f"sum({name}) AS {name}" for name in self.sums]
        if self.compare:
            before = limits[0] - (limits[1] - limits[0])
            where[0] = f"{column} >= {before}"
            sums = [f"sum(CASE WHEN {column} >= {limits[0]} THEN {name} ELSE 0 END) AS {name}" for name in self.sums]
            sums += [f"sum(CASE WHEN {column} < {limits[0]} THEN {name} ELSE 0 END) AS before_{name}" for name in self.sums]
        if self.is_ad:
            sums += [f"sum(CASE WHEN goal_id = '{goal}' THEN conversions ELSE 0 END), sum(CASE WHEN goal_id = '{goal}' THEN value ELSE 0 END)" for goal in dialect.goals]
        table = "ad_fact" if self.is_ad else "fact"
        select = ", ".join([f"{key} AS k{n}" for n, key in enumerate(keys)] + sums)
        text = f"SELECT {select} FROM {table} WHERE {' AND '.join(where)}"
        if keys:
            text += f" GROUP BY {', '.join(keys)}"
        return text

    def order(self):
        wanted = "revenue - cost" if self.sort == "profit" else self.sort
        return f"({wanted}) DESC LIMIT 100" if self.groups else None


def micros(value):
    """An amount as the API writes it."""
    sign = -1 if value.startswith("-") else 1
    whole, _, rest = value.lstrip("-").partition(".")
    return sign * (int(whole) * 10**6 + int((rest + "000000")[:6]))


def number(row, name):
    if name == "profit":
        return number(row, "revenue") - number(row, "cost")
    value = row[name]
    return micros(value) if isinstance(value, str) else int(value)


def summary(answer, question):
    """What an answer of the API is compared by: how many groups, the totals, and the shown rows' sum of what they are sorted by, which ties cannot change."""
    totals = tuple(number(answer["totals"], name) for name in question.sums)
    rows = answer["rows"]
    return (min(len(rows), 100), totals, sum(number(row, question.sort) for row in rows) if question.groups else 0)


QUESTIONS = [
    Question("campaigns, today", ["campaign"], days=1),
    Question("one campaign by country, language, zone", ["country", "language", "token5"], ["campaign:{campaign}"], ["campaign_id = {campaign}"], reach="< 0.5 s"),
    Question("by country", ["country"], reach="< 1 s"),
    Question("by day in Europe/Paris", ["day"], tz="Europe/Paris", reach="< 1 s"),
    Question("by weekday and hour", ["weekday", "hour"]),
    Question("by zone (50,000), the 100 with the best profit", ["token5"], sort="profit"),
    Question("by campaign, source site contains \"site12\"", ["campaign"], ["token3:~site12"], ["token3 {like} '%site12%'"]),
    Question("by zone, two filters", ["token5"], ["country:FR,DE", "language:fr"], ["country IN ('FR', 'DE')", "language = 'fr'"]),
    Question("by campaign, by conversion date", ["campaign"], time="conversion"),
    Question("by country, 14 days beside the 14 before", ["country"], days=14, compare=True),
    Question("ad zones with a column group per goal", ["zone"], is_ad=True),
    Question("totals alone", [], reach="< 1 s"),
]
