package io.conpool.coding;

import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * The header of a gzip member (RFC 1952 section 2.3), read octet by octet. For one thread
 * at a time.
 */
final class GzipHeader {

	private static final int FIXED_LENGTH = 10;

	private static final int CHECKED = 0x02;

	private static final int EXTRA = 0x04;

	private static final int NAMED = 0x08;

	private static final int COMMENTED = 0x10;

	private static final int RESERVED = 0xe0;

	/** In their order. */
	private enum Part {

		FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, CHECK, END

	}

	private final CRC32 sum = new CRC32();

	private final Iterator<Part> parts = List.of(Part.values()).iterator();

	private Part part = this.parts.next();

	// Octets of the part that have been read.
	private int read;

	// A number of two octets, the lower first.
	private int number;

	private int flags;

	boolean isComplete() {
		return this.part == Part.END;
	}

	void accept(int octet) throws ZipException {
		Part current = this.part;
		if (current != Part.CHECK) {
			this.sum.update(octet);
		}
		int index = this.read++;
		switch (current) {
			case FIXED -> fixed(index, octet);
			case EXTRA_LENGTH, CHECK -> number(index, octet);
			case EXTRA -> endIf(this.read == this.number);
			case NAME, COMMENT -> endIf(octet == 0);
			case END -> throw new IllegalStateException("the header is complete");
		}
	}

	private void fixed(int index, int octet) throws ZipException {
		if ((index == 0 && octet != 0x1f) || (index == 1 && octet != 0x8b)) {
			throw new ZipException("not in gzip format");
		}
		if (index == 2 && octet != 8) {
			throw new ZipException("compression method " + octet);
		}
		if (index == 3) {
			if ((octet & RESERVED) != 0) {
				throw new ZipException("reserved flags are set");
			}
			this.flags = octet;
		}
		endIf(this.read == FIXED_LENGTH);
	}

	private void number(int index, int octet) throws ZipException {
		this.number = (index == 0) ? octet : this.number | (octet << 8);
		if (index == 0) {
			return;
		}
		if (this.part == Part.CHECK && this.number != (this.sum.getValue() & 0xffff)) {
			throw new ZipException("the header's checksum is wrong");
		}
		endIf(true);
	}

	private void endIf(boolean ended) {
		if (ended) {
			this.read = 0;
			do {
				this.part = this.parts.next();
			}
			while (!isPresent(this.part));
		}
	}

	private boolean isPresent(Part candidate) {
		return switch (candidate) {
			case FIXED, END -> true;
			case EXTRA_LENGTH -> has(EXTRA);
			case EXTRA -> has(EXTRA) && this.number > 0;
			case NAME -> has(NAMED);
			case COMMENT -> has(COMMENTED);
			case CHECK -> has(CHECKED);
		};
	}

	private boolean has(int flag) {
		return (this.flags & flag) != 0;
	}

}
