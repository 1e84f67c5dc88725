-- Three rows.
SELECT * FROM SMALL
