-- Devices with their hardware and operating system, one row each; those that are left out say why.
-- Of a class with one instance the highest revision counts. Processors are summed, and a sum with a gap is none. Enclosures: docking
-- stations come last. Of addresses the first six are taken.
-- key: ResourceID, immutable
-- bookmark: scans ResourceID
-- parameters: collection
-- related: ResourceID device in order
-- personal: Netbios_Name0 name, Name0 name, Resource_Domain_OR_Workgr0 domain, Full_Domain_Name0 domain
-- personal: SMS_Unique_Identifier0 name, SMBIOS_GUID0 uuid, Domain0 domain, UUID0 uuid, IdentifyingNumber0 serial
-- personal: BiosSerialNumber serial, SMBIOSAssetTag0 serial, EnclosureSerialNumber serial, IPAddress1 ip, IPAddress2 ip
-- personal: IPAddress3 ip, IPAddress4 ip, IPAddress5 ip, IPAddress6 ip, MACAddress1 mac, MACAddress2 mac, MACAddress3 mac
-- personal: MACAddress4 mac, MACAddress5 mac, MACAddress6 mac
-- plain: LeftOut, Client_Version0, SMS_Assigned_Sites0, Manufacturer0, Model0, SystemType0, ProductVersion, ChassisTypes0
-- plain: Caption0, OSVersion, CSDVersion0, BuildNumber0, OSArchitecture0, ProcessorName, ResourceID, Is_Virtual_Machine0
-- plain: Active0, NumberOfProcessors0, OSInstallDate, LastBootUpTime0, TotalVisibleMemorySize0, TotalPhysicalMemory0
-- plain: Sockets, Cores, Threads, MaxClockSpeed0, NormSpeed0, LastHWScan, LastScanDate, LastActiveTime, ClientActiveStatus
-- reads: v_R_System or v_R_System_Valid (ResourceID int, Netbios_Name0? -> none, Name0? -> none, SMBIOS_GUID0? -> none, SMS_Unique_Identifier0? -> none)
-- reads: v_R_System (Obsolete0? int -> none, Decommissioned0? int -> none, Client0? int -> none)
-- reads: v_GS_WORKSTATION_STATUS? (ResourceID int, LastHWScan? datetime)
-- reads: v_GS_COMPUTER_SYSTEM_PRODUCT? (ResourceID int, UUID0? -> none, GroupID? int -> none, RevisionID? int -> none)
-- reads: v_FullCollectionMembership? (ResourceID int, CollectionID)
-- reads: v_R_System (Netbios_Name0?, Name0?, SMBIOS_GUID0?, SMS_Unique_Identifier0?)
-- reads: v_R_System (Resource_Domain_OR_Workgr0?, Full_Domain_Name0?, Distinguished_Name0?, Client_Version0?)
-- reads: v_R_System (Is_Virtual_Machine0? int, Active0? int)
-- reads: v_RA_System_SMSAssignedSites? (ResourceID int, SMS_Assigned_Sites0?)
-- reads: v_GS_COMPUTER_SYSTEM? (ResourceID int, GroupID? int, RevisionID? int, Manufacturer0?, Model0?, SystemType0?, Domain0?)
-- reads: v_GS_COMPUTER_SYSTEM? (NumberOfProcessors0? int)
-- reads: v_GS_COMPUTER_SYSTEM_PRODUCT? (UUID0?, IdentifyingNumber0?, Version0? -> ProductVersion)
-- reads: v_GS_PC_BIOS? (ResourceID int, GroupID? int, RevisionID? int, SerialNumber0? -> BiosSerialNumber)
-- reads: v_GS_SYSTEM_ENCLOSURE? (ResourceID int, GroupID? int, RevisionID? int, ChassisTypes0?, SMBIOSAssetTag0?)
-- reads: v_GS_SYSTEM_ENCLOSURE? (SerialNumber0? -> EnclosureSerialNumber)
-- reads: v_GS_OPERATING_SYSTEM? (ResourceID int, GroupID? int, RevisionID? int, Caption0?, Version0? -> OSVersion, CSDVersion0?)
-- reads: v_GS_OPERATING_SYSTEM? (BuildNumber0?, OSArchitecture0?, InstallDate0? datetime -> OSInstallDate)
-- reads: v_GS_OPERATING_SYSTEM? (LastBootUpTime0? datetime, TotalVisibleMemorySize0? bigint)
-- reads: v_GS_X86_PC_MEMORY? (ResourceID int, GroupID? int, RevisionID? int, TotalPhysicalMemory0? bigint)
-- reads: v_GS_PROCESSOR? (ResourceID int, GroupID? int, RevisionID? int, *? -> Sockets, Name0? -> ProcessorName)
-- reads: v_GS_PROCESSOR? (NumberOfCores0? int -> Cores, NumberOfLogicalProcessors0? int -> Threads)
-- reads: v_GS_PROCESSOR? (MaxClockSpeed0? int, NormSpeed0? int)
-- reads: v_GS_NETWORK_ADAPTER_CONFIGURATION or v_GS_NETWORK_ADAPTER_CONFIGUR? (ResourceID int, GroupID? int)
-- reads: v_GS_NETWORK_ADAPTER_CONFIGURATION? (IPAddress0? -> IPAddress1 -> IPAddress2 -> IPAddress3 -> IPAddress4 -> IPAddress5 -> IPAddress6)
-- reads: v_GS_NETWORK_ADAPTER_CONFIGURATION? (MACAddress0? -> MACAddress1 -> MACAddress2 -> MACAddress3 -> MACAddress4 -> MACAddress5 -> MACAddress6)
-- reads: v_GS_NETWORK_ADAPTER? (ResourceID int, MACAddress0? -> MACAddress1 -> MACAddress2 -> MACAddress3 -> MACAddress4 -> MACAddress5 -> MACAddress6)
-- reads: v_GS_LastSoftwareScan? (ResourceID int, LastScanDate? datetime)
-- reads: v_CH_ClientSummary? (ResourceID int, LastActiveTime? datetime, ClientActiveStatus? int)
SELECT
    s.ResourceID,
    d.LeftOut,
    s.Netbios_Name0,
    s.Name0,
    s.Resource_Domain_OR_Workgr0,
    s.Full_Domain_Name0,
    s.SMS_Unique_Identifier0,
    s.Client_Version0,
    s.SMBIOS_GUID0,
    CAST(s.Is_Virtual_Machine0 AS int) AS Is_Virtual_Machine0,
    CAST(s.Active0 AS int) AS Active0,
    t.SMS_Assigned_Sites0,
    c.Manufacturer0,
    c.Model0,
    c.SystemType0,
    c.Domain0,
    c.NumberOfProcessors0,
    p.UUID0,
    p.IdentifyingNumber0,
    p.Version0 AS ProductVersion,
    b.SerialNumber0 AS BiosSerialNumber,
    e.ChassisTypes0,
    e.SMBIOSAssetTag0,
    e.SerialNumber0 AS EnclosureSerialNumber,
    o.Caption0,
    o.Version0 AS OSVersion,
    o.CSDVersion0,
    o.BuildNumber0,
    o.OSArchitecture0,
    o.InstallDate0 AS OSInstallDate,
    o.LastBootUpTime0,
    o.TotalVisibleMemorySize0,
    m.TotalPhysicalMemory0,
    u.Sockets,
    u.Cores,
    u.Threads,
    u.Name0 AS ProcessorName,
    u.MaxClockSpeed0,
    u.NormSpeed0,
    i.IPAddress1,
    i.IPAddress2,
    i.IPAddress3,
    i.IPAddress4,
    i.IPAddress5,
    i.IPAddress6,
    n.MACAddress1,
    n.MACAddress2,
    n.MACAddress3,
    n.MACAddress4,
    n.MACAddress5,
    n.MACAddress6,
    d.LastHWScan,
    f.LastScanDate,
    a.LastActiveTime,
    a.ClientActiveStatus
FROM v_R_System AS s
INNER JOIN (
    -- The devices of the collection, each with the reason why it is left out; the same lines in every query.
    SELECT r.ResourceID, r.LastHWScan, CASE WHEN r.State IS NULL AND r.Place > 1 THEN 'replaced' ELSE r.State END AS LeftOut
    FROM (
        -- A machine that was installed again has a new ResourceID, and both stay for weeks: the newest scan counts.
        SELECT
            q.ResourceID, q.LastHWScan, q.State,
            ROW_NUMBER() OVER (
                PARTITION BY q.State, q.Uuid, q.Name, CASE WHEN q.Uuid IS NULL OR q.Name IS NULL THEN q.ResourceID END
                ORDER BY CASE WHEN q.LastHWScan IS NULL THEN 1 ELSE 0 END, q.LastHWScan DESC, q.ResourceID DESC
            ) AS Place
        FROM (
            SELECT
                y.ResourceID, w.LastHWScan, UPPER(COALESCE(y.Netbios_Name0, y.Name0)) AS Name,
                CASE
                    WHEN UPPER(COALESCE(u.UUID0, y.SMBIOS_GUID0)) IN (
                        '', '00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
                        '03000200-0400-0500-0006-000700080009', '00020003-0004-0005-0006-000700080009'
                    ) THEN NULL
                    ELSE UPPER(COALESCE(u.UUID0, y.SMBIOS_GUID0))
                END AS Uuid,
                CASE
                    WHEN y.Obsolete0 = 1 THEN 'obsolete'
                    WHEN y.Decommissioned0 = 1 THEN 'decommissioned'
                    WHEN y.Client0 = 0 THEN 'no client'
                    WHEN y.Client0 IS NULL AND y.SMS_Unique_Identifier0 IS NULL AND w.LastHWScan IS NULL THEN 'no client'
                END AS State
            FROM v_R_System AS y
            LEFT JOIN (
                SELECT h.ResourceID, MAX(h.LastHWScan) AS LastHWScan FROM v_GS_WORKSTATION_STATUS AS h GROUP BY h.ResourceID
            ) AS w ON w.ResourceID = y.ResourceID
            LEFT JOIN (
                SELECT
                    p.ResourceID, p.UUID0,
                    ROW_NUMBER() OVER (
                        PARTITION BY p.ResourceID ORDER BY COALESCE(p.RevisionID, 0) DESC, COALESCE(p.GroupID, 0) DESC
                    ) AS Place
                FROM v_GS_COMPUTER_SYSTEM_PRODUCT AS p
            ) AS u ON u.ResourceID = y.ResourceID AND u.Place = 1
        ) AS q
    ) AS r
    CROSS JOIN (SELECT CAST(@collection AS nvarchar(8)) AS CollectionID) AS z
    WHERE z.CollectionID = 'SMS00001'
        OR EXISTS (
            SELECT 1 FROM v_FullCollectionMembership AS m
            WHERE m.ResourceID = r.ResourceID AND m.CollectionID = z.CollectionID
        )
) AS d ON d.ResourceID = s.ResourceID
LEFT JOIN (
    SELECT tx.ResourceID, MAX(tx.SMS_Assigned_Sites0) AS SMS_Assigned_Sites0 FROM v_RA_System_SMSAssignedSites AS tx GROUP BY tx.ResourceID
) AS t ON t.ResourceID = s.ResourceID
LEFT JOIN (
    SELECT
        cx.ResourceID, cx.Manufacturer0, cx.Model0, cx.SystemType0, cx.Domain0, cx.NumberOfProcessors0,
        ROW_NUMBER() OVER (
            PARTITION BY cx.ResourceID
            ORDER BY COALESCE(cx.RevisionID, 0) DESC, COALESCE(cx.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_COMPUTER_SYSTEM AS cx
) AS c ON c.ResourceID = s.ResourceID AND c.Place = 1
LEFT JOIN (
    SELECT
        px.ResourceID, px.UUID0, px.IdentifyingNumber0, px.Version0,
        ROW_NUMBER() OVER (
            PARTITION BY px.ResourceID
            ORDER BY COALESCE(px.RevisionID, 0) DESC, COALESCE(px.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_COMPUTER_SYSTEM_PRODUCT AS px
) AS p ON p.ResourceID = s.ResourceID AND p.Place = 1
LEFT JOIN (
    SELECT
        bx.ResourceID, bx.SerialNumber0,
        ROW_NUMBER() OVER (
            PARTITION BY bx.ResourceID
            ORDER BY COALESCE(bx.RevisionID, 0) DESC, COALESCE(bx.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_PC_BIOS AS bx
) AS b ON b.ResourceID = s.ResourceID AND b.Place = 1
LEFT JOIN (
    SELECT
        ex.ResourceID, ex.ChassisTypes0, ex.SMBIOSAssetTag0, ex.SerialNumber0,
        ROW_NUMBER() OVER (
            PARTITION BY ex.ResourceID
            ORDER BY CASE WHEN ex.ChassisTypes0 IN ('12', '{12}') THEN 1 ELSE 0 END, COALESCE(ex.RevisionID, 0) DESC, COALESCE(ex.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_SYSTEM_ENCLOSURE AS ex
) AS e ON e.ResourceID = s.ResourceID AND e.Place = 1
LEFT JOIN (
    SELECT
        ox.ResourceID, ox.Caption0, ox.Version0, ox.CSDVersion0, ox.BuildNumber0, ox.OSArchitecture0, ox.InstallDate0, ox.LastBootUpTime0, ox.TotalVisibleMemorySize0,
        ROW_NUMBER() OVER (
            PARTITION BY ox.ResourceID
            ORDER BY COALESCE(ox.RevisionID, 0) DESC, COALESCE(ox.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_OPERATING_SYSTEM AS ox
) AS o ON o.ResourceID = s.ResourceID AND o.Place = 1
LEFT JOIN (
    SELECT
        mx.ResourceID, mx.TotalPhysicalMemory0,
        ROW_NUMBER() OVER (
            PARTITION BY mx.ResourceID
            ORDER BY COALESCE(mx.RevisionID, 0) DESC, COALESCE(mx.GroupID, 0) DESC
        ) AS Place
    FROM v_GS_X86_PC_MEMORY AS mx
) AS m ON m.ResourceID = s.ResourceID AND m.Place = 1
LEFT JOIN (
    SELECT
        ux.ResourceID,
        COUNT(*) AS Sockets,
        CASE WHEN COUNT(*) = COUNT(ux.NumberOfCores0) THEN SUM(ux.NumberOfCores0) END AS Cores,
        CASE WHEN COUNT(*) = COUNT(ux.NumberOfLogicalProcessors0) THEN SUM(ux.NumberOfLogicalProcessors0) END AS Threads,
        MAX(ux.Name0) AS Name0,
        MAX(ux.MaxClockSpeed0) AS MaxClockSpeed0,
        MAX(ux.NormSpeed0) AS NormSpeed0
    FROM (
        SELECT
            uy.ResourceID, uy.GroupID, uy.Name0, uy.NumberOfCores0, uy.NumberOfLogicalProcessors0, uy.MaxClockSpeed0, uy.NormSpeed0,
            ROW_NUMBER() OVER (PARTITION BY uy.ResourceID, uy.GroupID ORDER BY COALESCE(uy.RevisionID, 0) DESC) AS Place
        FROM v_GS_PROCESSOR AS uy
    ) AS ux
    WHERE ux.Place = 1 OR ux.GroupID IS NULL
    GROUP BY ux.ResourceID
) AS u ON u.ResourceID = s.ResourceID
LEFT JOIN (
    SELECT
        ix.ResourceID,
        MAX(CASE WHEN ix.Place = 1 THEN ix.IPAddress0 END) AS IPAddress1,
        MAX(CASE WHEN ix.Place = 2 THEN ix.IPAddress0 END) AS IPAddress2,
        MAX(CASE WHEN ix.Place = 3 THEN ix.IPAddress0 END) AS IPAddress3,
        MAX(CASE WHEN ix.Place = 4 THEN ix.IPAddress0 END) AS IPAddress4,
        MAX(CASE WHEN ix.Place = 5 THEN ix.IPAddress0 END) AS IPAddress5,
        MAX(CASE WHEN ix.Place = 6 THEN ix.IPAddress0 END) AS IPAddress6
    FROM (
        SELECT
            iy.ResourceID, iy.IPAddress0,
            ROW_NUMBER() OVER (PARTITION BY iy.ResourceID ORDER BY MIN(COALESCE(iy.GroupID, 0)), iy.IPAddress0) AS Place
        FROM v_GS_NETWORK_ADAPTER_CONFIGURATION AS iy
        WHERE iy.IPAddress0 IS NOT NULL AND iy.IPAddress0 NOT IN ('', '0.0.0.0')
        GROUP BY iy.ResourceID, iy.IPAddress0
    ) AS ix
    GROUP BY ix.ResourceID
) AS i ON i.ResourceID = s.ResourceID
LEFT JOIN (
    SELECT
        nx.ResourceID,
        MAX(CASE WHEN nx.Place = 1 THEN nx.MACAddress0 END) AS MACAddress1,
        MAX(CASE WHEN nx.Place = 2 THEN nx.MACAddress0 END) AS MACAddress2,
        MAX(CASE WHEN nx.Place = 3 THEN nx.MACAddress0 END) AS MACAddress3,
        MAX(CASE WHEN nx.Place = 4 THEN nx.MACAddress0 END) AS MACAddress4,
        MAX(CASE WHEN nx.Place = 5 THEN nx.MACAddress0 END) AS MACAddress5,
        MAX(CASE WHEN nx.Place = 6 THEN nx.MACAddress0 END) AS MACAddress6
    FROM (
        SELECT
            ny.ResourceID, ny.MACAddress0, ROW_NUMBER() OVER (PARTITION BY ny.ResourceID ORDER BY ny.MACAddress0) AS Place
        FROM (
            SELECT na.ResourceID, na.MACAddress0 FROM v_GS_NETWORK_ADAPTER AS na
            UNION
            SELECT nc.ResourceID, nc.MACAddress0 FROM v_GS_NETWORK_ADAPTER_CONFIGURATION AS nc
        ) AS ny
        WHERE ny.MACAddress0 IS NOT NULL
            AND ny.MACAddress0 NOT IN (
                '', '00:00:00:00:00:00', '33:50:6F:45:30:30', '50:50:54:50:30:30', '02:00:4C:4F:4F:50', '00:05:9A:3C:7A:00',
                '00:50:56:C0:00:01', '00:50:56:C0:00:08'
            )
    ) AS nx
    GROUP BY nx.ResourceID
) AS n ON n.ResourceID = s.ResourceID
LEFT JOIN (
    SELECT fx.ResourceID, MAX(fx.LastScanDate) AS LastScanDate FROM v_GS_LastSoftwareScan AS fx GROUP BY fx.ResourceID
) AS f ON f.ResourceID = s.ResourceID
LEFT JOIN (
    SELECT
        ax.ResourceID, MAX(ax.LastActiveTime) AS LastActiveTime, MAX(CAST(ax.ClientActiveStatus AS int)) AS ClientActiveStatus
    FROM v_CH_ClientSummary AS ax
    GROUP BY ax.ResourceID
) AS a ON a.ResourceID = s.ResourceID
ORDER BY s.ResourceID
