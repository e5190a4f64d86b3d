-- What became of each line about a commitment: applied, or the problem that kept it from being so. Grain: one line.
-- `note` tells the correction to readers.
CREATE TABLE scratch.commitment_correction AS
SELECT
    l.line, l.what, c.commitment_key,
    CASE WHEN l.problem IS NULL AND l.what = 'change' AND b.broken IS NOT NULL THEN 'impossible' ELSE l.problem END AS problem,
    CASE WHEN l.problem IS NULL AND l.what = 'change' AND b.broken IS NOT NULL THEN concat(b.broken, '; no change of this commitment is made') ELSE l.detail END AS detail,
    concat(CASE l.what WHEN 'change' THEN concat(l.field, ' set to ', coalesce(nullif(replace(l.value, '|', ', '), ''), 'nothing'))
        WHEN 'reject' THEN 'rejected' ELSE 'another commitment merged into it' END,
        ' (', CASE WHEN r.author <> '' THEN concat(r.author, ', ') END, r.day, ': ', r.reason, ')') AS note
FROM commitment_line AS l JOIN reference_corrections AS r USING (line)
LEFT JOIN cluster_commitment AS c ON c.cluster_key = l.root
LEFT JOIN commitment_change AS b USING (commitment_key);
