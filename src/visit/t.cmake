# Writes a script as the array NAME of HEADER: the script without comments and the spaces that only people need, as a C file.
file(READ ${FROM} text)
string(REGEX REPLACE "/\\*[^*]*\\*/" "" text "${text}")
string(REGEX REPLACE "\n[ \n]*" "\n" text "${text}")
string(REGEX REPLACE " ?([=+,?:<{|&(]+) ?" "\\1" text "${text}")
string(REGEX REPLACE "([;{,])\n" "\\1" text "${text}")
string(REGEX REPLACE "^\n" "" text "${text}")
string(REGEX REPLACE "\n}" "}" text "${text}")
string(HEX "${text}" hex)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${TO} "#include \"${HEADER}\"\n\nconst uint8_t ${NAME}[] = {${bytes}};\n"
           "const size_t ${NAME}_len = sizeof(${NAME});\n")
