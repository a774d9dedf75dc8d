"""A local Discord over a socket: an unmodified discord.py connects to it from its own process.

Start with `server.py`: `async with WireServer() as discord: ...`. Nothing here imports the bot.
"""
