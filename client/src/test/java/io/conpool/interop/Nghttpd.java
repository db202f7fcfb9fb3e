package io.conpool.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * nghttp2's server. It answers a POST with the POST's own content.
 *
 * @param certificate null for h2c
 * @param maxStreams its SETTINGS_MAX_CONCURRENT_STREAMS
 */
record Nghttpd(@Nullable TestCertificate certificate, int maxStreams) implements ServerSpec {

	static Nghttpd h2c(int maxStreams) {
		return new Nghttpd(null, maxStreams);
	}

	static Nghttpd tls(int maxStreams) {
		return new Nghttpd(TestCertificate.ofThisHost(), maxStreams);
	}

	@Override
	public String[] programs() {
		return new String[] { "nghttpd" };
	}

	@Override
	public List<String> configure(Path program, Path directory, int port) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(program.toString(), "--address=127.0.0.1", "--htdocs=" + directory.resolve("htdocs"),
						"--echo-upload", "--max-concurrent-streams=" + this.maxStreams, Integer.toString(port)));
		if (this.certificate != null) {
			command.add(this.certificate.writeKey(directory).toString());
			command.add(this.certificate.writeCertificate(directory).toString());
		}
		else {
			command.add("--no-tls");
		}
		return command;
	}

}
