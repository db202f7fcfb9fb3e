package io.conpool.autoconfigure.restclient;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.conpool.autoconfigure.httpclient.IOExceptions;
import io.conpool.error.H2ClientException;

/**
 * The content of a response whose errors are those that Spring's users know. Confined to
 * one thread.
 */
final class ContentInputStream extends FilterInputStream {

	ContentInputStream(InputStream content) {
		super(content);
	}

	@Override
	public int read() throws IOException {
		try {
			return super.read();
		}
		catch (IOException ex) {
			throw known(ex);
		}
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		try {
			return super.read(target, offset, length);
		}
		catch (IOException ex) {
			throw known(ex);
		}
	}

	private static IOException known(IOException thrown) {
		return (thrown.getCause() instanceof H2ClientException cause) ? IOExceptions.of(cause) : thrown;
	}

}
