package io.conpool.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The paths that every server of the interop tests offers, and what a server with
 * blocking streams does for them. Stateless.
 */
final class Paths {

	/** GET: {@link ServerProcess#CONTENT}. */
	static final String CONTENT = "/content.txt";

	/** POST: how many bytes the content had, which is read in small pieces. */
	static final String UPLOAD = "/upload";

	/** POST: the content itself, each piece as soon as it was read. */
	static final String ECHO = "/echo";

	/** Any method: no answer, ever. */
	static final String HANG = "/hang";

	private static final int PIECE = 4 * 1024;

	private Paths() {
	}

	/** Reads what the path asks for, and writes the content of the response. */
	static void serve(String path, InputStream in, OutputStream out) throws IOException {
		switch (path) {
			case CONTENT -> out.write(ServerProcess.CONTENT.getBytes(StandardCharsets.UTF_8));
			case UPLOAD -> out.write(Long.toString(length(in)).getBytes(StandardCharsets.UTF_8));
			case ECHO -> echo(in, out);
			default -> throw new IOException("no such path: " + path);
		}
	}

	private static long length(InputStream in) throws IOException {
		byte[] piece = new byte[PIECE];
		long length = 0;
		for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
			length += read;
		}
		return length;
	}

	private static void echo(InputStream in, OutputStream out) throws IOException {
		byte[] piece = new byte[PIECE];
		for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
			out.write(piece, 0, read);
		}
	}

}
