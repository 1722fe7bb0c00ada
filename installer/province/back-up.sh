#!/bin/sh
# A backup of a province's desk: the server's data and the folder with keys, users and journal.
#
#   PGPASSFILE=… sh back-up.sh ADDRESS DATA USER PASSWORD_FILE INTO
#
# Two files of the same hour belong together: DATE.dump and DATE-….backup. The server first: the
# folder may then know a little more than the data, never less.
set -eu
address=$1 data=$2 user=$3 password=$4 into=$5
stamp=$(date +%Y%m%d-%H%M%S)
umask 077
mkdir -p "$into"
pg_dump --format=custom --compress=6 --no-owner --file "$into/$stamp.dump.part" "$address"
pg_restore --list "$into/$stamp.dump.part" > /dev/null
mv "$into/$stamp.dump.part" "$into/$stamp.dump"
${SOMOTCUA:-somotcua} --data "$data" --user "$user" --password-file "$password" backup create --to "$into"
echo "$into/$stamp.dump"
