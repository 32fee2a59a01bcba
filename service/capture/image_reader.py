"""The program that `images` starts for each image: reads standard input, answers one JSON object, and ends.

It imports nothing of ours and is run as a file, so that it has nothing in memory but the decoder. Arguments: JSON
`[formats, most pixels, most frames, bytes of address space, seconds of processor time]`.
"""

import hashlib
import io
import json
import resource
import struct
import sys
import warnings

from PIL import Image


def look(body: bytes, formats: list[str], most_pixels: int, most_frames: int) -> dict[str, object]:
    """Give the fields of an `Image`, or a `reason`."""
    Image.MAX_IMAGE_PIXELS = most_pixels
    warnings.simplefilter("error")
    try:
        image = Image.open(io.BytesIO(body), formats=formats)
        if image.width * image.height > most_pixels:
            return {"reason": f"The image has {image.width} × {image.height} pixels, more than are read."}
        frames = getattr(image, "n_frames", 1)
        if frames > most_frames:
            return {"reason": f"The image has {frames} frames, more than are read."}
        kind, pixels = image.format, image.convert("RGB")
    except MemoryError:
        return {"reason": "The image needs more memory than it is given."}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"reason": "The image has more pixels than are read."}
    except Exception as error:  # noqa: BLE001  a decoder raises what it likes on a broken file
        return {"reason": f"This is no image that is read here ({type(error).__name__})."}
    digest = hashlib.sha256(struct.pack(">II", pixels.width, pixels.height))
    digest.update(pixels.tobytes())
    return {
        "format": kind,
        "width": pixels.width,
        "height": pixels.height,
        "frames": frames,
        "pixels_sha256": digest.hexdigest(),
    }


if __name__ == "__main__":
    formats, most_pixels, most_frames, memory, seconds = json.loads(sys.argv[1])
    Image.init()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    json.dump(look(sys.stdin.buffer.read(), formats, most_pixels, most_frames), sys.stdout)
