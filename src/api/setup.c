/* setup - the page behind a one-time link: asks for a password, of the first owner also for a name
 * and an address, and sends them. The token stands behind the #, so the server sees it only in the
 * body of that one request. */
#include "api/internal.h"

#include <sodium.h>

#define NONCE_BYTES 16

/* Nothing is loaded, framed or sent elsewhere; only the script and style below run. */
#define HEADERS                                                                                    \
    "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: "              \
    "no-referrer\r\n"                                                                              \
    "Content-Security-Policy: default-src 'none'; script-src 'nonce-%.*s'; style-src "             \
    "'nonce-%.*s'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "      \
    "'none'\r\n"

static const char page[] =
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport "
    "content=\"width=device-width\"><title>Rebond: set your password</title>\n"
    "<style nonce=\"%.*s\">body{font:16px/1.5 system-ui,sans-serif;max-width:24em;margin:3em auto;"
    "padding:0 1em}label{display:block;margin:1em 0}input{display:block;width:100%%;font:inherit;"
    "padding:.4em;box-sizing:border-box}button{font:inherit;padding:.4em 1em}</style>\n"
    "<h1>Set your password</h1>\n"
    "<form id=form>\n"
    "<div id=owner hidden><p>You are the first owner.</p>\n"
    "<label>Name <input id=name autocomplete=name></label>\n"
    "<label>E-mail address <input id=email type=email autocomplete=username></label></div>\n"
    "<label>Password, 10 characters at least <input id=password type=password minlength=10 "
    "required "
    "autocomplete=new-password></label>\n"
    "<button>Set it</button></form>\n"
    "<p id=said role=status></p>\n"
    "<script nonce=\"%.*s\">\n"
    "const at=id=>document.getElementById(id);\n"
    "at('form').addEventListener('submit',async event=>{\n"
    "  event.preventDefault();\n"
    "  const body={token:location.hash.slice(1),password:at('password').value};\n"
    "  if(!at('owner').hidden){body.name=at('name').value;body.email=at('email').value}\n"
    "  const reply=await fetch('/api/v1/invitation',{method:'POST',headers:{'Content-Type':"
    "'application/json'},body:JSON.stringify(body)});\n"
    "  const answer=await reply.json();\n"
    "  if(reply.ok){at('form').hidden=true;history.replaceState(null,'','/setup');"
    "at('said').textContent='Done: you can sign in now.';return}\n"
    "  const field=answer.error.field;\n"
    "  if(at('owner').hidden&&(field==='name'||field==='email')){at('owner').hidden=false;"
    "at('name').focus();at('said').textContent='';return}\n"
    "  at('said').textContent=answer.error.message;\n"
    "});\n"
    "</script>\n";

void setup_page(struct call *call)
{
    struct buf nonce = buf_in_arena(call->arena, 2 * NONCE_BYTES);
    uint8_t bytes[NONCE_BYTES];

    randombytes_buf(bytes, sizeof(bytes));
    buf_write_hex(&nonce, bytes, sizeof(bytes));
    struct str text = buf_str(&nonce);
    call->reply->status = 200;
    call->reply->content_type = STR("text/html; charset=utf-8");
    call->reply->headers = arena_format(call->reply_arena, HEADERS, STR_FMT(text), STR_FMT(text));
    call->reply->body = arena_format(call->reply_arena, page, STR_FMT(text), STR_FMT(text));
    call->is_answered = true;
}
