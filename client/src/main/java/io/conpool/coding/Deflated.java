package io.conpool.coding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Deflated data (RFC 1951), inflated by the JDK. For one thread at a time.
 */
final class Deflated {

	private final Inflater inflater;

	Deflated(boolean raw) {
		this.inflater = new Inflater(raw);
	}

	/** Inflates what there is and fits; returns whether the data has come to its end. */
	boolean inflate(ByteBuffer source, ByteBuffer target) throws IOException {
		this.inflater.setInput(source);
		try {
			while (target.hasRemaining() && !this.inflater.finished()) {
				if (this.inflater.inflate(target) == 0 && !this.inflater.finished()) {
					if (this.inflater.needsDictionary()) {
						throw new ZipException("a preset dictionary is needed");
					}
					break;
				}
			}
		}
		catch (DataFormatException ex) {
			ZipException failure = new ZipException(ex.getMessage());
			failure.initCause(ex);
			throw failure;
		}
		return this.inflater.finished();
	}

	void reset() {
		this.inflater.reset();
	}

	void close() {
		this.inflater.end();
	}

}
