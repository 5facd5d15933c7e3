-- Each click by another visitor: an address of its own, as a trusted proxy tells it.
math.randomseed(os.time())

function request()
  local random = math.random
  wrk.headers["X-Forwarded-For"] = string.format("%d.%d.%d.%d", random(1, 99), random(0, 255), random(0, 255), random(0, 255))
  return wrk.format("GET")
end
