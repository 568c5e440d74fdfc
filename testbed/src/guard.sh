#!/bin/sh
# Cleans up after its owner: when the pipe on stdin closes, whether the owner stopped, crashed or was killed with -9, it
# ends the processes it was told of and removes the directory it was given.
#   guard.sh DIRECTORY      stdin: "+PID" watch a process, "-PID" forget it
trap '' INT TERM HUP
PATH=/usr/bin:/bin # whatever the owner's is
directory=$1
pids=" "
while read -r line; do
  case $line in
    +*) pids="$pids${line#+} " ;;
    -*) pids=$(printf %s "$pids" | sed "s/ ${line#-} / /") ;;
  esac
done
alive() { for pid in $pids; do kill -0 "$pid" 2>/dev/null && return 0; done; return 1; }
for pid in $pids; do kill -TERM "$pid" 2>/dev/null; done
tries=0
while alive && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done
rm -rf -- "$directory"
