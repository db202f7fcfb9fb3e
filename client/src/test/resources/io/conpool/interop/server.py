# The server of AsyncioServer: port, certificate, key and the content are its arguments.
# It closes its connections as asyncio's TLS does: by close_notify, and waits for the
# client's.
import asyncio
import ssl
import sys

port, certificate, key, content = sys.argv[1:]


async def serve(reader, writer):
    head = await reader.readuntil(b"\r\n\r\n")
    path = head.split(b" ")[1]
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    await reader.readexactly(length)
    if path == b"/until-close":
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + content.encode())
    else:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(content) + content.encode())
    await writer.drain()
    writer.close()


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(serve, "127.0.0.1", int(port), ssl=context)
    await server.serve_forever()


asyncio.run(main())
