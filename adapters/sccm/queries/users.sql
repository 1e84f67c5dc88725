-- Users that the site has discovered, one row each.
-- key: ResourceID, immutable
-- related: Account user
-- personal: Account account, User_Name0 account, Windows_NT_Domain0 domain, Full_Domain_Name0 domain, Full_User_Name0 person
-- personal: User_Principal_Name0 account, SID0 sid, Mail0 email
-- plain: ResourceID
-- reads: v_R_User (ResourceID int, Unique_User_Name0?, User_Name0?, Windows_NT_Domain0?, Full_User_Name0?, Full_Domain_Name0?)
-- reads: v_R_User (User_Principal_Name0?, SID0?, Mail0?)
SELECT
    s.ResourceID,
    CASE
        WHEN s.Unique_User_Name0 IS NOT NULL THEN s.Unique_User_Name0
        WHEN s.Windows_NT_Domain0 IS NOT NULL THEN CONCAT(s.Windows_NT_Domain0, CHAR(92), s.User_Name0)
        ELSE s.User_Name0
    END AS Account,
    s.User_Name0,
    s.Windows_NT_Domain0,
    s.Full_Domain_Name0,
    s.Full_User_Name0,
    s.User_Principal_Name0,
    s.SID0,
    s.Mail0
FROM v_R_User AS s
ORDER BY s.ResourceID
