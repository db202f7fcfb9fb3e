package io.conpool.autoconfigure.restclient;

import java.io.IOException;
import java.io.OutputStream;

import org.springframework.http.StreamingHttpOutputMessage;

/**
 * Content that Spring can write any number of times.
 *
 * @param writer writes it
 */
record RepeatableBody(StreamingHttpOutputMessage.Body writer) implements StreamingHttpOutputMessage.Body {

	@Override
	public void writeTo(OutputStream out) throws IOException {
		this.writer.writeTo(out);
	}

	@Override
	public boolean repeatable() {
		return true;
	}

}
