#!/bin/sh
# Saves some of these books again with LibreOffice and Gnumeric. What must come out is written by hand beside them.
cd "$(dirname "$0")" || exit 1
folder=$(mktemp -d)
office() {
  timeout 120 soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to "$1" --outdir "$folder" "$2" >/dev/null
}
office ods names-merged-across.xlsx && mv "$folder/names-merged-across.ods" libreoffice-names-merged.ods
office fods hidden.xlsx && mv "$folder/hidden.fods" libreoffice-hidden.fods
office ods tables-under.xlsx && office xlsx "$folder/tables-under.ods" && mv "$folder/tables-under.xlsx" libreoffice-tables.xlsx
ssconvert names-merged-across.xlsx gnumeric-names-merged.ods
ssconvert hidden.xlsx gnumeric-hidden.xlsx
rm -r "$folder"
