package io.conpool.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * Writes content to a file.
 */
final class FileSubscriber extends ContentSubscriber<Long> {

	private final Path file;

	private @Nullable FileChannel channel;

	private long bytes;

	FileSubscriber(Path file) {
		this.file = file;
	}

	@Override
	void accept(ByteBuffer content) throws IOException {
		FileChannel out = open();
		while (content.hasRemaining()) {
			this.bytes += out.write(content);
		}
	}

	@Override
	Long finish() throws IOException {
		open().close();
		return this.bytes;
	}

	private FileChannel open() throws IOException {
		FileChannel opened = this.channel;
		if (opened == null) {
			opened = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					StandardOpenOption.TRUNCATE_EXISTING);
			this.channel = opened;
		}
		return opened;
	}

	@Override
	void abandon() {
		FileChannel opened = this.channel;
		if (opened != null) {
			try {
				opened.close();
			}
			catch (IOException ex) {
				// The content has failed already; that is what the caller must hear.
				return;
			}
		}
	}

}
