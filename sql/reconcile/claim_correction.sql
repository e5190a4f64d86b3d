-- What became of each line about a claim: applied, or the problem that kept it from being so. Grain: one line.
-- `note` tells the correction to readers.
CREATE TABLE scratch.claim_correction AS
SELECT
    l.line, l.what, l.claim_id, l.claim_key, l.other_key,
    CASE WHEN l.problem IS NULL AND l.what IN ('accept', 'change') AND c.broken IS NOT NULL THEN 'impossible' ELSE l.problem END AS problem,
    CASE WHEN l.problem IS NULL AND l.what IN ('accept', 'change') AND c.broken IS NOT NULL THEN concat(c.broken, '; no change of this claim is made') ELSE l.detail END AS detail,
    concat(CASE l.what WHEN 'change' THEN concat(l.field, ' ', coalesce(nullif(replace(l.value, '|', ', '), ''), 'nothing'), ' instead of ', coalesce(nullif(l.was, ''), 'nothing'))
        WHEN 'accept' THEN 'accepted' WHEN 'reject' THEN 'rejected' WHEN 'split' THEN 'a commitment of its own' ELSE 'told of the same as another claim' END,
        ' (', CASE WHEN r.author <> '' THEN concat(r.author, ', ') END, r.day, ': ', r.reason, ')') AS note
FROM claim_line AS l JOIN reference_corrections AS r USING (line) LEFT JOIN claim_change AS c USING (claim_id);
