package io.conpool.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import io.conpool.testing.Tck;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/**
 * The rules of Reactive Streams for the reader that writes a file.
 */
public class FileSubscriberTckTests extends FlowSubscriberBlackboxVerification<ByteBuffer> {

	private Path directory;

	private int files;

	public FileSubscriberTckTests() {
		super(Tck.environment());
	}

	@BeforeClass
	public void createDirectory() throws IOException {
		this.directory = Files.createTempDirectory("conpool");
	}

	@AfterClass
	public void deleteDirectory() throws IOException {
		try (Stream<Path> written = Files.list(this.directory)) {
			List<Path> all = written.toList();
			for (Path file : all) {
				Files.delete(file);
			}
		}
		Files.delete(this.directory);
	}

	@Override
	public Flow.Subscriber<ByteBuffer> createFlowSubscriber() {
		return new FileSubscriber(this.directory.resolve("content" + this.files++));
	}

	@Override
	public ByteBuffer createElement(int element) {
		return Tck.element(element);
	}

}
