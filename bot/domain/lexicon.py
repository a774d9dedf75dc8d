"""The words of the trade that mean one thing: what learners work with, and what goes wrong.

A line is a meaning's name and what people write for it. Words are compared by their stems, so
that none needs both "expire" and "expired"; where two meanings share a stem, as "product" and
"production" do, the word as it stands decides. A phrase wins over the words in it.
Whoever changes a line raises `bot.domain.words.VERSION`: solved questions are indexed by meaning.
"""

# What a question is about.
SUBJECTS = """
jwt: jwt, json web token, access token, simplejwt, bearer token, bearer, token
refresh: refresh token, token refresh, renew token
login: login, log in, sign in, signin, authenticate
logout: logout, log out, sign out, signout
signup: signup, sign up, register, registration, create an account
password: password, passphrase
secret: SECRET_KEY, secret, credentials, env file, .env, environment variable, env var
cors: cors, cross origin, access-control-allow-origin, preflight
csrf: csrf, csrftoken, xsrf
cookie: cookie, session cookie, httponly
storage: localStorage, local storage, sessionStorage, session storage
permission: permission, IsAuthenticated, IsOwner, object permission, allowed to
user: user, account, username
author: author, owner, creator
email: email, mail
query: query, sql, orm, queryset
relation: ForeignKey, foreign key, related, relationship, OneToOneField, ManyToManyField
model: model
column: field, column
migration: migration, makemigrations
serializer: serializer, ModelSerializer
view: view, viewset, APIView
endpoint: endpoint, route, url, path, router, nested routes
api: api, backend, django api, rest api, server side
frontend: frontend, front end, client, browser
drf: drf, rest_framework, djangorestframework, django rest framework
apidocs: swagger, openapi, drf-spectacular, api documentation, api docs, /api/docs, redoc
database: database, db, postgres, postgresql, psycopg2, psycopg, mysql, sqlite
celery: celery, worker, background job, background task, task queue, kombu
schedule: celery beat, beat, cron, periodic task, scheduled task, scheduled job, periodic
redis: redis, broker
docker: docker, container, docker compose, docker-compose, compose, dockerfile
dockerimage: docker image, container image
dockerbuild: docker build
server: runserver, dev server, gunicorn, development server
proxy: nginx, reverse proxy, proxy
websocket: websocket, web socket, socket, django channels, channels, daphne, live chat
ci: ci, github actions, workflow, pipeline, ci cd
github: github, gitlab, remote
git: git, repo, repository
commit: commit
branch: branch, main branch, feature branch
merge: merge, rebase
push: push, git push
test: test, pytest, unit test, APITestCase, TestCase, pytest-django
react: react, jsx, component
effect: useEffect, effect
state: state, useState, setState
render: render
router: react router, single page app, navigation
fetch: fetch, axios, http call, ajax
interceptor: interceptor
graphql: graphql, graphene, graphiql, apollo
mutation: mutation
typescript: typescript, ts
list: list, array, rows
feed: feed, timeline, infinite scroll
pagination: pagination, page number, PageNumberPagination, cursor, CursorPagination, page size
image: image, picture, photo, ImageField, media, avatar
upload: upload
form: form, FormData
input: input, text field
static: static, static file, collectstatic
layout: flex, flexbox, grid, layout
screen: screen, mobile, phone, small screen, narrow, display
header: header, authorization header, auth header
package: package, dependency, pip, npm, pip install, virtualenv, venv
import: import, ImportError, ModuleNotFoundError
date: date, datetime
stock: stock, quantity, inventory
product: product, item, card
comment: comment, reply
like: likes, like count
cart: cart, basket
order: order
spinner: spinner, loading, isLoading, loader
port: port, port 8000
key: key prop
cache: cache, memoize
deploy: deploy, production, netlify, vercel, heroku, hosting, on the server, DEBUG=False
money: money, price, amount, currency, total, decimal, float, rounded
timezone: timezone, time zone, utc, naive datetime, naive, USE_TZ, local time, datetime.now
timezone: timezone.now
search: search, full-text search, SearchFilter, icontains, find by words
signal: signal, post_save, pre_save, receiver
webhook: webhook, callback url
payment: payment, stripe, paystack, checkout, pay
ssl: ssl, https, tls, certificate, certbot, not secure, lets encrypt
domain: domain, dns, hostname, subdomain, www, ALLOWED_HOSTS, HTTP_HOST
disk: disk, disk space, space left, hard disk
memory: memory, ram, oom, out of memory, maxmemory
fixture: fixture, loaddata, dumpdata, seed, dump
bulk: bulk, bulk_create, many at once, bulk insert, many objects
role: role, groups, kinds of accounts, kinds of users, user types
vote: vote, poll, ballot, option
context: context, redux, zustand, global state, share state, prop drilling, pass data
reactquery: react query, tanstack, useQuery, useMutation, invalidateQueries, swr
button: button, click handler, onClick, click, press
submit: submit, handleSubmit, submission
healthcheck: health check, healthcheck, alive, heartbeat, unhealthy
script: script, shell script, entrypoint, entrypoint.sh, start script, shell file
volume: volume, mount, bind mount
live: live reload, hot reload, rebuild, build again, old code, changes of my code
version: version, v1, v2, breaking change, backwards compatible, old clients
exception: exception, exception handler, EXCEPTION_HANDLER, error format
logging: logging, output, sentry
oauth: oauth, google login, sign in with google, login with google, redirect_uri
oauth: redirect_uri_mismatch, social login
tailwind: tailwind, utility classes
vite: vite, import.meta.env, process.env, REACT_APP
mock: mock, patch, fake, stub, third party, external api, real requests
private: private page, private route, protected route, protect a route, guard, dashboard
redirect: redirect, sent to
transaction: transaction, atomic, rollback, roll back, savepoint, unapply
schema: schema, schema change
thread: thread, async, asyncio, await, promise, coroutine
regex: regex, regular expression, pattern
typed: typed, type hint, not assignable, assignable
json: json, json.dumps, JSON serializable
pullrequest: pull request, pr, code review, merge request
deleted: delete, remove, soft delete, deleted_at, hide rows
index: index, explain, query plan
admin: admin, admin site, django admin
hook: hook, custom hook
props: prop
css: css, stylesheet, styling
font: font, icon
file: file, attachment, document
profile: profile, user profile
notification: notification, notify, alert, toast
rate: rate limit, throttle, too many requests, 429
lock: lock, deadlock
seedata: sample data, test data, factory, dummy data
"""

# What goes wrong with it, or is wanted of it: two questions about one subject differ in these.
TROUBLES = """
unauthorized: 401, unauthorized, unauthenticated, token_not_valid, not authenticated, anonymous
unauthorized: AnonymousUser
forbidden: 403, forbidden, permission denied, not allowed to
notfound: 404, not found, page not found, gone, no such file, cannot find, can't find
servererror: 500, server error, internal server error, crash
badrequest: 400, bad request
blocked: blocked, no access-control-allow-origin, header is present
refused: refused, connection refused, refuses connection, not accepting connections
refused: cannot connect, can't connect, could not connect, can't reach, cannot reach
refused: unreachable
unknownhost: could not translate host name, host unknown, unknown host, translate host
wrongpassword: password authentication failed, authentication failed, refuses the password
wrongpassword: wrong password
notexist: does not exist, no such
expired: expire, invalid, no longer valid
atonce: at once, immediately, right after, instantly, already invalid, one second later
atonce: straight away
lifetime: live longer, lifetime, valid for, extend, last longer
neverruns: never runs, never executes, never starts, pending, nothing happens, no worker
neverruns: not executed, never sent, don't fire, doesn't start, skipped
twice: twice, two times, duplicate, repeats, shown again, runs again, more than once
endless: endless, infinite, infinite loop, endless loop, again and again, forever, for ever
endless: over and over, never stops
slow: slow, takes seconds, takes a minute, takes minutes, performance, faster, speed
sleeps: sleep, asleep, wake up, wake, idle, free plan, free tier, cold start
toomany: n+1, 100 queries, one query per, query for every, query per row, one by one
toomany: prefetch_related, select_related
filter: filter, only those, search by, query parameter
sort: order by, sort, ordering, most liked, most popular, popular, on top, order_by
count: count, how many, number of
null: null, none, undefined, gives back null
empty: empty, blank, shows no, white page, nothing in it
noerror: no error, without error, silently, no exception, nothing in errors
default: default, one-off default, non-nullable, not null
nochanges: no changes, no changes detected, shows no changes, finds no changes, nothing to compare
conflict: conflict, leaf nodes, two heads, multiple leaf
circular: circular, circular import, partially initialized, need each other
rejected: rejected, non-fast-forward, behind, fail to push, updates were rejected
publickey: publickey, public key, ssh, ssh key
undo: undo, take back, revert, reset, on the wrong branch, wrong branch, by mistake
alreadypushed: have pushed, has pulled, pushed it, was pushed, already pushed, after pushing
notpushed: not pushed, only local, local so far, haven't pushed
history: history, old commit, git history
hide: hide, out of git, keep out, leak
lostdata: loses its data, lose data, data is lost, tables are gone
notready: before ready, is ready, not ready yet, not accepting connections yet, starts before
notready: depends_on, yet
inuse: already in use, in use, address in use
outside: from outside, outside the container
shownested: instead of the id, instead of id, username instead, only the primary key
shownested: primary key, not the id
setfield: set the author, set automatically, request.user, perform_create
notafile: not a file, submitted data was not a file, check the encoding
notshown: broken, not displayed, not shown
styling: no css, no styling, unstyled, has no css
refreshpage: when i refresh, reload, on refresh, pressing f5, f5
nochange: does not change, doesn't change, stays
onestepbehind: one step behind, doesn't update immediately, doesn't update, former value
onestepbehind: old value, previous value, still has the
focus: focus, loses focus
noaccess: database access not allowed, access not allowed, django_db
sendtoken: send a token, pass the token, authorize, every request, each request
retry: retry, repeat the request
invalidate: blacklist, invalidate, revoke
only: only the owner, just the author, others' posts, other people's
wrap: wrap, overflow, next line, outside of the screen
centre: centre, center, align
unique: unique, unique constraint, IntegrityError, duplicate key, already taken, same address
cannotread: cannot read, can't read, cannot read properties, map of undefined
warning: warns, unique key
existing: existing users, users already, existing data, live already
size: gb, huge, smaller, size, reduce, slim, alpine, multi-stage
store: store, keep, safe
resolve: cannot be resolved, can't be resolved, not resolve, fresh database, empty database
assign: cannot assign, must be an instance
parallel: race condition, at the same time, parallel, concurrent, select_for_update, negative, -1
validate: validate, cross-field, compare
format: format, parse
template: TemplateDoesNotExist, template
nested: nested, child objects, tree
obtain: obtain a token, create a jwt, tokenAuth
neverends: never goes away, never ends, does not stop
rename: rename, another name, changed the name
upgrade: upgrade, newer version
noeffect: no effect, does nothing, have no effect, not applied, plain
toobig: too large, too big, larger than, big file, 413, client_max_body_size
toobig: refused by the web server
gatewaytimeout: 504, timeout, gateway time-out, timed out
badgateway: 502, bad gateway
exitcode: exit code, killed, 137
outofdate: up to date, behind main, newest changes, out of date, catch up
cleanup: clean up, prune, no longer needed, delete old
denied: can't execute, chmod
stale: old data, stale, isn't updated, not updated
pagereload: whole page reloads, page reloads, refreshes the browser, preventDefault
pagereload: default behaviour
lostfields: get lost, lost, removes the rest, vanish, disappears, overwritten
rerenders: too many re-renders, render loop, re-renders
notinstalled: pg_config, can't install, install fails, installation
unregistered: unregistered, unregistered task, autodiscover_tasks, doesn't know the function
pickle: pickle, not serializable, is not json serializable
differs: differ, one format, same shape, look the same, unified
wronghost: invalid HTTP_HOST, DisallowedHost
aggregate: aggregate, annotate, per option, each option, group by, sum, average
double: click twice, twice at once, double submission, double click, submits twice, press again
disable: disable, prevent
enable: enable
wrongorder: wrong order, before categories, invalid foreign key, aren't there yet
alreadyexists: already exists
tablemissing: no such table, relation does not exist, table does not exist, table isn't there
many: larger, several, many
spam: spam, junk
off: one hour off, wrong time, hours off
rank: rank, best match, relevance
deep: deep, depth, nested queries
squash: squash
ownvalue: different in development, development and production
prefix: prefix
nobody: nobody is logged in, without account, not logged in, unauthenticated visitors
printed: print
"""

# So common in this trade that they tell little.
PLAIN = """
django python javascript app application code error problem issue page site website data value
request response answer call return result work run use try set add create make change update show
new old first second last one two project file line function method class object name type message
post posts happen say tell find want see look go come start stop open
"""
