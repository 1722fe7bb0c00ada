#!/bin/sh
# Makes the database of a province's desk on this machine's PostgreSQL, and the file with its
# password for libpq. Run as a user who may administer the server (usually: postgres).
#
#   sh set-up-postgresql.sh [DATABASE [USER [PASSFILE]]]
#
# Prints the address for "province init --db". The password is drawn here, written into PASSFILE
# (mode 600) and shown nowhere.
set -eu
database=${1:-ban_tinh}
user=${2:-ban_tinh}
passfile=${3:-$PWD/pgpass}

case "$database$user" in
    *[!a-z0-9_]*) echo "Tên chỉ gồm chữ thường không dấu, số và gạch dưới." >&2; exit 2 ;;
esac
if [ -e "$passfile" ]; then
    echo "Tệp $passfile đã có; không ghi đè." >&2
    exit 1
fi
password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')

umask 077
# Through standard input: arguments can be read by every user of the machine.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres <<SQL
SET password_encryption = 'scram-sha-256';
SET log_statement = 'none';
CREATE ROLE $user LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '$password';
SQL
createdb --owner "$user" --encoding UTF8 --locale C --template template0 "$database"
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname "$database" <<SQL
REVOKE ALL ON DATABASE $database FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO $user;
SQL
host=$(psql --no-psqlrc -At -c "SELECT split_part(setting, ',', 1) FROM pg_settings WHERE name = 'unix_socket_directories'" postgres)
printf '*:*:%s:%s:%s\n' "$database" "$user" "$password" > "$passfile"
echo "Đã tạo cơ sở dữ liệu $database. Mật khẩu nằm trong $passfile."
echo "Địa chỉ: postgresql://$user@/$database?host=$host"
