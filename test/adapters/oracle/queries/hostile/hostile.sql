-- Names and values that break programs.
SELECT * FROM HOSTILE
