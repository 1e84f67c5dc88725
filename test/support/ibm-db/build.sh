#!/usr/bin/env bash
# Builds the package ibm_db, its own sources, over unixODBC in place of IBM's driver, in the folder that is named. It then speaks to any driver
# of ODBC: so what lies between this product and the package is tested where IBM's driver can not be had. DB2's protocol is not.
set -euo pipefail
header=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
[ -f package.json ] || npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund ibm_db@4.0.1
package=node_modules/ibm_db
mkdir -p $package/build/Release
g++ -std=c++17 -O1 -fPIC -shared -w -DNAPI_DISABLE_CPP_EXCEPTIONS -DNODE_GYP_MODULE_NAME=odbc_bindings -DBUILDING_NODE_EXTENSION \
  -I "$header" -I node_modules/node-addon-api -I "$(dirname "$(dirname "$(command -v node)")")/include/node" \
  $package/src/odbc.cpp $package/src/odbc_connection.cpp $package/src/odbc_statement.cpp $package/src/odbc_result.cpp \
  -o $package/build/Release/odbc_bindings.node -lodbc
