const longestSide = 1600;
const quality = 0.82;

/** The size of a picture that fits into a square, never larger than it was. */
export function fitted(width: number, height: number, most = longestSide): { width: number; height: number } {
  const by = Math.min(1, most / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
}

/** The file is no picture that this browser can read. */
export class NoPicture extends Error {}

/**
 * A photo made small: drawn anew, so that nothing is left of what the camera wrote into it, such as where it was taken.
 * It is upright afterwards, whichever way the phone was held.
 */
export async function shrunk(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new NoPicture();
  });
  try {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, fitted(bitmap.width, bitmap.height));
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = '#fff'; // What was transparent.
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((done, failed) => canvas.toBlob(blob => (blob ? done(blob) : failed(new NoPicture())), 'image/jpeg', quality));
  } finally {
    bitmap.close();
  }
}
