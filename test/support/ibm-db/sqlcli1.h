/*
 * What the sources of ibm_db want of IBM's header sqlcli1.h, by the headers of unixODBC. With it they can be built where IBM's driver can
 * not be had, and speak to any driver of ODBC: for tests of what lies between this product and the package, not for DB2.
 */
#pragma once
#include <sql.h>
#include <sqlext.h>

#define SQL_GRAPHIC (-95)
#define SQL_VARGRAPHIC (-96)
#define SQL_LONGVARGRAPHIC (-97)
#define SQL_BLOB (-98)
#define SQL_CLOB (-99)
#define SQL_DBCLOB (-350)
#define SQL_DECFLOAT (-360)
#define SQL_XML (-370)

/* Kinds of information and attributes that a driver of another maker knows nothing of. */
#define SQL_ATTR_DBC_SYS_NAMING 3017
#define SQL_DATABASE_CODEPAGE 2519
#define SQL_APPLICATION_CODEPAGE 2520
#define SQL_CONNECT_CODEPAGE 2521
#define SQL_DB2_DRIVER_TYPE 2550
#define SQL_DB2_DRIVER_VER 2552
#define SQL_DRIVER_BLDLEVEL 2553
#define SQL_MAX_MODULE_NAME_LEN 2554
#define SQL_INPUT_CHAR_CONVFACTOR 2581
#define SQL_OUTPUT_CHAR_CONVFACTOR 2582
#define SQL_FILE_READ 2
#define SQL_FILE_OVERWRITE 16

/* Files as parameters, and databases that are made or dropped: nothing that a reader does. */
template <typename... Any> SQLRETURN SQLBindFileToCol(Any...) { return SQL_ERROR; }
template <typename... Any> SQLRETURN SQLBindFileToParam(Any...) { return SQL_ERROR; }
template <typename... Any> SQLRETURN SQLCreateDb(Any...) { return SQL_ERROR; }
template <typename... Any> SQLRETURN SQLDropDb(Any...) { return SQL_ERROR; }

/* IBM's numbers are shorter. */
template <typename Number>
SQLRETURN SQLColAttribute(SQLHSTMT statement, SQLUSMALLINT column, SQLUSMALLINT field, SQLPOINTER text, SQLSMALLINT size,
                                 SQLSMALLINT *length, Number *number) {
  SQLLEN found = 0;
  SQLRETURN result = SQLColAttribute(statement, column, field, text, size, length, &found);
  if (number != nullptr) *number = static_cast<Number>(found);
  return result;
}
inline SQLRETURN SQLBindParameter(SQLHSTMT statement, SQLUSMALLINT number, SQLSMALLINT kind, SQLSMALLINT valueType, SQLSMALLINT type,
                                  SQLULEN size, SQLSMALLINT digits, SQLPOINTER value, SQLLEN bytes, SQLINTEGER *lengths) {
  return SQLBindParameter(statement, number, kind, valueType, type, size, digits, value, bytes, reinterpret_cast<SQLLEN *>(lengths));
}
