"""Nike Run Club on Android: exercises, what happened in them, and their tracks."""

from typing import Final

from phonefx.parsers.apps.lines import line
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

_TAGS: Final = """(SELECT group_concat(t.as2_t_type || ': ' || t.as2_t_value, '; ') FROM activity_tag t
            WHERE t.as2_t_activity_id = a.as2_sa_id)"""
_NAME: Final = """(SELECT max(t.as2_t_value) FROM activity_tag t
            WHERE t.as2_t_activity_id = a.as2_sa_id AND t.as2_t_type = 'com.nike.name')"""
_OTHERS: Final = """LEFT JOIN (SELECT {group}.{activity} AS owner, v.{start} AS moment, min(v.{value}) AS value,
                      count(DISTINCT v.{value}) AS differing
               FROM activity_raw_metric v JOIN activity_metric_group {group} ON {group}.{id} = v.{of}
               AND {group}.{type} = '{metric}' GROUP BY 1, 2) {metric}
         ON {metric}.owner = g.{activity} AND {metric}.moment = l.{start} AND {metric}.differing = 1"""
_NEW: Final = {"key": "as2_rm_id", "id": "as2_mg_id", "of": "as2_rm_metric_group_id", "start": "as2_rm_start_utc_ms",
               "value": "as2_rm_value", "activity": "as2_mg_activity_id", "type": "as2_mg_metric_type",
               "source": "as2_mg_source", "app": "as2_mg_app_id"}  # fmt: skip
_OLD: Final = {"key": "_id", "id": "_id", "of": "rm_metric_group_id", "start": "rm_start_utc_millis",
               "value": "rm_value", "activity": "mg_activity_id", "type": "mg_metric_type", "source": "mg_source",
               "app": "mg_app_id"}  # fmt: skip


def _points(names: dict[str, str]) -> str:
    """The values of latitude, each with the longitude and the height of the same moment of the same exercise."""
    longitude = _OTHERS.format(**names, metric="longitude", group="o")
    elevation = _OTHERS.format(**names, metric="elevation", group="e")
    return f"""
    SELECT l.{names["key"]} AS key, unix_ms(l.{names["start"]}) AS time, l.{names["value"]} AS latitude,
           longitude.value AS longitude, elevation.value AS altitude_m, 'synced' AS evidence_of,
           'recorded track' AS method,
           extra(g.{names["activity"]}, g.{names["app"]}, g.{names["source"]}) AS extra
    FROM activity_raw_metric l LEFT JOIN activity_metric_group g ON g.{names["id"]} = l.{names["of"]}
         {longitude}
         {elevation}
    """


EXERCISES = Query(
    Event,
    f"""
    SELECT a.as2_sa_id AS key, unix_ms(a.as2_sa_start_utc_ms) AS time, unix_ms(opt(a.as2_sa_end_utc_ms)) AS end,
           CASE opt(a.as2_sa_is_deleted) WHEN 1 THEN 'exercise recorded, marked as deleted' ELSE 'exercise recorded' END
           AS category, 'Nike Run Club' AS app, coalesce(opt({_NAME}), opt(a.as2_sa_type)) AS subject,
           opt({_TAGS}) AS detail,
           extra(a.as2_sa_type, a.as2_sa_app_id, a.as2_sa_platform_id, a.as2_sa_active_duration_ms, a.as2_sa_is_deleted,
                 a.as2_sa_last_modified_ms, a.as2_sa_sources, a.as2_sa_status) AS extra
    FROM activity a
    """,
)
MOMENTS = Query(
    Event,
    """
    SELECT m.rowid AS key, unix_ms(m.as2_m_timestamp_utc_ms) AS time, 'moment of an exercise' AS category,
           'Nike Run Club' AS app, m.as2_m_type AS subject, m.as2_m_value AS detail,
           extra(m.as2_m_activity_id, m.as2_m_source) AS extra
    FROM activity_moment m
    """,
)
POINTS = Query(
    Location,
    (_points(_NEW), _points(_OLD)),
    skip={
        "coalesce(opt(g.as2_mg_metric_type), opt(g.mg_metric_type)) <> 'latitude'": "a value of another kind",
        "longitude.value IS NULL": "a latitude without one longitude of the same moment",
    },
)
LINES = Query(
    Location,
    """
    SELECT p.rowid AS key, unix_ms(opt(a.as2_sa_start_utc_ms)) AS time, unix_ms(opt(a.as2_sa_end_utc_ms)) AS end,
           json_extract(q.value, '$[0]') AS latitude, json_extract(q.value, '$[1]') AS longitude,
           'synced' AS evidence_of,
           'point ' || (q.key + 1) || ' of the track of an exercise; the time is that of the whole exercise' AS method,
           extra(p.as2_p_activity_id, p.as2_p_source, p.as2_p_type) AS extra
    FROM activity_polyline p JOIN json_each(line(p.as2_p_encoded_polyline)) q
         LEFT JOIN opt_table(activity, as2_sa_id, as2_sa_start_utc_ms, as2_sa_end_utc_ms) a
         ON a.as2_sa_id = p.as2_p_activity_id
    """,
    unfolds=True,
)

parser(
    "apps.nike.android",
    title="Exercises and tracks in Nike Run Club, Android",
    variants=["com.nike.nrc.room", "com.nike.activitystore"],
    files=["*/com.nike.plusgps/databases/{com.nike.nrc.room.database,com.nike.activitystore.database}"],
    queries=[EXERCISES, MOMENTS, POINTS, LINES],
    functions={"line": line},
    about="Exercises of the account, the moments noted in them (pauses, splits, signal of the satellites lost and "
    "found) and their tracks, each position with its own time; an encoded line of the same track has that of the "
    "whole exercise. Times are UTC milliseconds. The app fetches the exercises of the account: another phone or a "
    "watch of it may have recorded one. Speeds, distances and heart rates are not read.",
)
